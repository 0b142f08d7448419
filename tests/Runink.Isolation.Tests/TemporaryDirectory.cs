namespace Runink.Isolation.Tests;

/// <summary>A directory for one test, closed to everybody else, as an agent's data is.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("runi-isolation-").FullName;

    public string Make(string name) => Directory.CreateDirectory(System.IO.Path.Join(Path, name)).FullName;

    public string Write(string name, string text)
    {
        var path = System.IO.Path.Join(Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
