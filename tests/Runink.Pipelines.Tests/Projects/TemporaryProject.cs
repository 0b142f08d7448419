using Runink.Pipelines.Projects;

namespace Runink.Pipelines.Tests.Projects;

/// <summary>A project directory inside a directory of its own; both go when the test ends.</summary>
internal sealed class TemporaryProject : IDisposable
{
    public TemporaryProject(string settings = "")
    {
        Above = Directory.CreateTempSubdirectory("runink-test-").FullName;
        Root = Directory.CreateDirectory(Path.Combine(Above, "project")).FullName;
        Write("runink.yaml", settings);
    }

    /// <summary>The directory that holds the project.</summary>
    public string Above { get; }

    public string Root { get; }

    public Project Open() => Project.Find(Root);

    public string Write(string path, string text = "x")
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    public void Link(string path, string target)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.CreateSymbolicLink(full, target);
    }

    public void Dispose() => Directory.Delete(Above, recursive: true);
}
