using System.Diagnostics;

namespace Runink.Tidy;

/// <summary>The repository under test: its root and the files that git knows.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string SharedFolder => Environment.GetEnvironmentVariable("RUNINK_SHARED") ?? Path.Combine(Root, "..", "shared");

    /// <summary>Tracked and new files that git does not ignore, relative to the root.</summary>
    public static IReadOnlyList<string> Files { get; } = ListFiles();

    public static string Read(string relative) => File.ReadAllText(Path.Combine(Root, relative));

    public static IEnumerable<string> Sources(string folder) =>
        Files.Where(file => file.StartsWith(folder, StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal));

    private static string FindRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Runink.slnx")))
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("no Runink.slnx above the test");
        return directory;
    }

    private static List<string> ListFiles()
    {
        var start = new ProcessStartInfo("git", "ls-files --cached --others --exclude-standard") { WorkingDirectory = Root, RedirectStandardOutput = true, UseShellExecute = false };
        using var git = Process.Start(start) ?? throw new InvalidOperationException("git did not start");
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(Path.Combine(Root, file)))];
    }
}
