namespace Runink.Barn.Tests;

/// <summary>A folder of a test's own, gone when it ends.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("runink-barn-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
