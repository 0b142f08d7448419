namespace Runink.Cli.Tests;

/// <summary>Finds files of the repository, and compares or rewrites what is generated into it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The file must hold exactly that text; with RUNINK_UPDATE=1 it is made so.</summary>
    public static void Holds(string path, string expected)
    {
        var file = Path.Combine(Root, path);
        if (Environment.GetEnvironmentVariable("RUNINK_UPDATE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, expected);
        }

        Assert.True(File.Exists(file), $"{path} is missing: run the tests once with RUNINK_UPDATE=1");
        Assert.True(expected == File.ReadAllText(file), $"{path} is out of date: run the tests once with RUNINK_UPDATE=1 and look at the difference");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Runink.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
