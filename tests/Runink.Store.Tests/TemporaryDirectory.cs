namespace Runink.Store.Tests;

/// <summary>A directory of its own for one test: on the disk, or in memory for tests that open it very often.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    private const string Memory = "/dev/shm";

    public TemporaryDirectory(bool inMemory = false)
    {
        var parent = inMemory && Directory.Exists(Memory) ? Memory : System.IO.Path.GetTempPath();
        Path = Directory.CreateDirectory(System.IO.Path.Combine(parent, $"runink-store-{Guid.NewGuid():N}")).FullName;
    }

    public string Path { get; }

    /// <summary>The only file of the journal kept here.</summary>
    public string Journal => Directory.GetFiles(Path, "*.journal").Single();

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
