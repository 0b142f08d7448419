using Runink.Isolation.Tests;

namespace Runink.Pipelines.Tests;

/// <summary>Finds the repository, and the conformance data that lies beside it.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    /// <summary>Official cases of others; never copied into the repository. RUNINK_SHARED may name another place.</summary>
    public static string Shared => Environment.GetEnvironmentVariable("RUNINK_SHARED") ?? Path.Combine(Root, "..", "shared");

    /// <summary>A folder of the shared data; the test fails in CI and is skipped elsewhere when it is missing.</summary>
    public static string SharedFolder(params string[] parts)
    {
        var folder = Path.Combine([Shared, .. parts]);
        Needs.Met(Directory.Exists(folder), $"{Path.Combine(parts)} is missing: put the data into ../shared, or name its place in RUNINK_SHARED");
        return folder;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Runink.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
