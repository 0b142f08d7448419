namespace Runink.Store.Tests;

/// <summary>A directory of its own for one test.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("runink-store-").FullName;

    /// <summary>The only file of the journal kept here.</summary>
    public string Journal => Directory.GetFiles(Path, "*.journal").Single();

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
