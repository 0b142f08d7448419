using System.Globalization;

namespace Runink.Pipelines.Planning.CSharp;

/// <summary>
/// Compiled steps on the disk, by what they were compiled from. It may vanish at any time: what is missing or damaged is compiled again, and
/// a place that cannot be written is no error. Several processes can use it at once. At most <see cref="EntriesMax"/> are kept.
/// </summary>
/// <param name="directory">Where they lie; made when it is needed.</param>
internal sealed class StepCache(string directory)
{
    /// <summary>How many are kept; those that were written first go first.</summary>
    public const int EntriesMax = 64;

    private const string Ending = ".step";
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    /// <summary>The step of a key, or null.</summary>
    public CompiledStep? Find(string key)
    {
        try
        {
            return CompiledStep.FromBytes(File.ReadAllBytes(PathOf(key)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps a step, whole or not at all.</summary>
    public void Keep(string key, CompiledStep step)
    {
        try
        {
            Directory.CreateDirectory(directory);
            var aside = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"{key}.{Environment.ProcessId}.{Guid.NewGuid():n}.tmp"));
            File.WriteAllBytes(aside, step.ToBytes());
            File.Move(aside, PathOf(key), overwrite: true);
            RemoveOldest();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Without it the next plan takes a second longer.
        }
    }

    private void RemoveOldest()
    {
        var files = new DirectoryInfo(directory).GetFiles();
        var kept = files.Where(file => file.Extension == Ending).OrderByDescending(file => file.LastWriteTimeUtc);
        var left = files.Where(file => file.Extension != Ending && DateTime.UtcNow - file.LastWriteTimeUtc > Abandoned);
        foreach (var file in kept.Skip(EntriesMax).Concat(left)) file.Delete();
    }

    private string PathOf(string key) => Path.Combine(directory, key + Ending);
}
