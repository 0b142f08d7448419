using System.Diagnostics;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using Runink.Pipelines.Tests;

namespace Runink.Data.Tests.Native;

/// <summary>The script of the build, with an npm of ours that delivers what the test wants.</summary>
[SupportedOSPlatform("linux")]
public sealed class FetchDuckDbTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("runink-fetch-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void A_package_that_matches_its_pin_is_installed_and_needs_no_npm_again()
    {
        var archive = Pack("the library");
        WriteNpm($"cp '{archive}' .");
        Assert.Equal((0, ""), Fetch(PinOf(archive), "first"));
        Assert.Equal("the library", File.ReadAllText(PathOf("first/libfake.so")));
        WriteNpm("exit 1");
        Assert.Equal((0, ""), Fetch(PinOf(archive), "second clone"));
        Assert.Equal("the library", File.ReadAllText(PathOf("second clone/libfake.so")));
    }

    [Fact]
    public void A_package_that_differs_from_its_pin_is_refused_and_leaves_nothing()
    {
        var pin = PinOf(Pack("what we pinned"));
        WriteNpm($"cp '{Pack("something else")}' .");
        var (exitCode, output) = Fetch(pin, "out");
        Assert.Equal(1, exitCode);
        Assert.Contains("error RUNINK103", output, StringComparison.Ordinal);
        Assert.Equal([".lock"], Directory.GetFileSystemEntries(PathOf("out")).Select(Path.GetFileName));
        Assert.Empty(Directory.GetFileSystemEntries(PathOf("cache/runink/native")));
    }

    [Fact]
    public void A_damaged_cache_is_fetched_again()
    {
        var archive = Pack("the library");
        Directory.CreateDirectory(PathOf("cache/runink/native"));
        File.WriteAllText(PathOf("cache/runink/native/duckdb-fake-1.0.0.tgz"), "torn");
        WriteNpm($"cp '{archive}' .");
        Assert.Equal((0, ""), Fetch(PinOf(archive), "out"));
        Assert.Equal("the library", File.ReadAllText(PathOf("out/libfake.so")));
    }

    [Fact]
    public void What_npm_complains_about_is_shown()
    {
        WriteNpm("echo 'npm error code ETARGET' >&2; exit 1");
        var (exitCode, output) = Fetch("sha512-AAAA", "out");
        Assert.Equal(1, exitCode);
        Assert.Contains("error RUNINK102", output, StringComparison.Ordinal);
        Assert.Contains("ETARGET", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_npm_is_named()
    {
        var (exitCode, output) = Fetch("sha512-AAAA", "out", path: PathWithoutNpm());
        Assert.Equal(1, exitCode);
        Assert.Contains("error RUNINK101", output, StringComparison.Ordinal);
        Assert.Contains("Install Node.js", output, StringComparison.Ordinal);
    }

    private static string PinOf(string archive) =>
        "sha512-" + Convert.ToBase64String(SHA512.HashData(File.ReadAllBytes(archive)));

    private string PathOf(string name) => Path.Combine(_directory.FullName, name);

    private string Pack(string content)
    {
        var name = Guid.NewGuid().ToString("N");
        Directory.CreateDirectory(PathOf($"{name}/package"));
        File.WriteAllText(PathOf($"{name}/package/libfake.so"), content);
        Run("tar", ["-czf", PathOf(name + ".tgz"), "-C", PathOf(name), "package"]);
        return PathOf(name + ".tgz");
    }

    private void WriteNpm(string body)
    {
        Directory.CreateDirectory(PathOf("bin"));
        File.WriteAllText(PathOf("bin/npm"), "#!/bin/sh\n" + body + "\n");
        File.SetUnixFileMode(PathOf("bin/npm"), UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
    }

    private string PathWithoutNpm()
    {
        var tools = Directory.CreateDirectory(PathOf("tools")).FullName;
        foreach (var tool in (string[])["bash", "env", "tr", "mkdir", "flock", "mktemp", "rm", "cat"])
            File.CreateSymbolicLink(Path.Combine(tools, tool), Path.Combine("/usr/bin", tool));
        return tools;
    }

    private (int ExitCode, string Output) Fetch(string pin, string directory, string? path = null)
    {
        var script = Path.Combine(RepositoryFiles.Root, "eng/native/fetch-duckdb.sh");
        return Run(script, ["@duckdb/fake", "1.0.0", pin, "libfake.so", PathOf(directory)], path);
    }

    private (int ExitCode, string Output) Run(string program, string[] arguments, string? path = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["XDG_CACHE_HOME"] = PathOf("cache");
        start.Environment["PATH"] = path ?? PathOf("bin") + ":" + Environment.GetEnvironmentVariable("PATH");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
