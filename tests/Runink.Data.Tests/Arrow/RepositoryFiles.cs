namespace Runink.Data.Tests.Arrow;

/// <summary>Finds the repository, and the conformance data that lies beside it.</summary>
internal static class RepositoryFiles
{
    internal static string Root { get; } = FindRoot();

    /// <summary>The official files; the test fails in CI and is skipped elsewhere when they are missing.</summary>
    internal static string OfficialFiles()
    {
        var shared = Environment.GetEnvironmentVariable("RUNINK_SHARED") ?? Path.Combine(Root, "..", "shared");
        var folder = Path.Combine(shared, "conformance", "arrow-ipc", "cpp-21.0.0");
        if (Directory.Exists(folder)) return folder;
        const string message = "conformance/arrow-ipc is missing: put the data into ../shared, or name its place in RUNINK_SHARED";
        if (Environment.GetEnvironmentVariable("CI") is "true") Assert.Fail(message);
        Assert.Skip(message);
        return folder;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Runink.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
