using Runink.Cli.Projects;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Projects;

namespace Runink.Cli.Demo;

/// <summary>The directory of a demo: made anew every time, and only over an earlier demo.</summary>
internal static class DemoProject
{
    private const string Marker = "demo";
    private static readonly string[] Known =
        ["README.md", "contracts", "data", "features", "out", Project.FileName, ".gitignore", Project.StateDirectory];

    /// <summary>Makes the project in a directory and returns it.</summary>
    /// <exception cref="RuninkException">The directory holds something that no demo made.</exception>
    public static Project Make(string directory, string shown)
    {
        try
        {
            Clear(directory, shown);
            ExampleProject.Extract("trades", directory);
            var project = Project.Find(directory);
            MaskingKey.Create(project);
            File.WriteAllText(Path.Combine(project.StatePath, Marker), "made by runi demo, which may replace this directory\n");
            return project;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.Usage($"cannot make the demo in {shown}: {e.Message}",
                "give a directory where you may write: runi demo DIRECTORY");
        }
    }

    private static void Clear(string directory, string shown)
    {
        if (File.Exists(directory)) throw CliErrors.Conflict($"{shown} is a file");
        if (!Directory.Exists(directory)) return;
        var entries = Directory.GetFileSystemEntries(directory);
        if (entries.Length == 0) return;
        if (!File.Exists(Path.Combine(directory, Project.StateDirectory, Marker)))
            throw CliErrors.Conflict($"{shown} exists and is not a demo");
        if (Array.Find(entries, entry => !Known.Contains(Path.GetFileName(entry))) is { } foreign)
        {
            throw CliErrors.Conflict($"{shown} holds {Path.GetFileName(foreign)}, which no demo made");
        }

        foreach (var entry in entries)
        {
            if (Directory.Exists(entry) && new DirectoryInfo(entry).LinkTarget is null) Directory.Delete(entry, recursive: true);
            else File.Delete(entry);
        }
    }
}
