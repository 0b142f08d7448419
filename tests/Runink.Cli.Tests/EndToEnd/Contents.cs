using System.Text.Json;
using Runink.Cli.Tests.EndToEnd.Kills;
using Runink.Data.Engines;

namespace Runink.Cli.Tests.EndToEnd;

/// <summary>What the datasets of a trades project hold, in forms in which the order of records does not matter.</summary>
/// <param name="Silver">The dataset in parts.</param>
/// <param name="Gold">Lines of the plain file, sorted.</param>
/// <param name="End">Lines of what the last of added scenarios published, sorted; none where none was added.</param>
/// <param name="Letters">The dead letters without what names their run, sorted.</param>
internal sealed record Contents(Multiset Silver, string Gold, string End, string Letters)
{
    public static Contents Of(TradesProject project) => new(
        Multiset.Of(PublishedManifest.Read(project.File(TradesProject.Silver)).Files),
        Sorted(project.File(TradesProject.Gold)),
        File.Exists(project.File(KillProjects.End)) ? Sorted(project.File(KillProjects.End)) : "",
        LettersOf(PublishedManifest.Read(project.File(TradesProject.Letters))));

    private static string Sorted(string file) => string.Join('\n', File.ReadLines(file).Order(StringComparer.Ordinal));

    private static string LettersOf(PublishedManifest manifest) => string.Join(
        '\n', manifest.Files.SelectMany(File.ReadLines).Select(WithoutRun).Order(StringComparer.Ordinal));

    private static string WithoutRun(string line)
    {
        var letter = JsonDocument.Parse(line).RootElement;
        return string.Join('|', new[] { "file", "fileSha256", "record", "errors", "payload" }.Select(name => letter.GetProperty(name).GetRawText()));
    }
}

/// <summary>Records as a number of them and a sum over their hashes.</summary>
internal sealed record Multiset(long Rows, string HashSum)
{
    /// <summary>The records of Parquet files in directories that name partitions.</summary>
    public static Multiset Of(IEnumerable<string> files)
    {
        using var spill = new TemporaryDirectory();
        using var engine = Engine.Open(new EngineOptions { MemoryLimitBytes = 256L << 20, Threads = 1, SpillDirectory = spill.Path });
        using var connection = engine.Connect();
        var list = string.Join(", ", files.Select(file => $"'{file}'"));
        using var result = connection.Query(
            $"SELECT count(*), CAST(sum(CAST(hash(t) AS HUGEINT)) AS VARCHAR) FROM read_parquet([{list}], hive_partitioning = true) AS t",
            TestContext.Current.CancellationToken);
        var row = result.Rows().Single();
        return new((long)row[0]!, (string)row[1]!);
    }
}
