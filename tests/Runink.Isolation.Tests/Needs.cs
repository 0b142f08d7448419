namespace Runink.Isolation.Tests;

/// <summary>What a test needs of the machine. Missing: skipped with a hint on a developer's machine, a failure in CI.</summary>
internal static class Needs
{
    public static void Bubblewrap() => Program("bwrap", "bubblewrap");

    public static void Program(string name, string package) =>
        Met(Find(name) is not null, $"this needs {name}: apt-get install {package}");

    public static void File(string path, string package) =>
        Met(System.IO.File.Exists(path), $"this needs {path}: apt-get install {package}");

    public static void Met(bool isMet, string otherwise)
    {
        if (isMet) return;
        if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 }) Assert.Fail(otherwise);
        Assert.Skip(otherwise);
    }

    /// <summary>A program's path in the system's folders, or null. Wrappers elsewhere in PATH do not run in a sandbox.</summary>
    public static string? Find(string name) =>
        new[] { "/usr/bin", "/bin", "/usr/sbin" }.Select(folder => Path.Combine(folder, name)).FirstOrDefault(System.IO.File.Exists);
}
