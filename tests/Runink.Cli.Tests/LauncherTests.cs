using System.Diagnostics;

namespace Runink.Cli.Tests;

/// <summary>The launcher in a make-believe repository, where building means writing a script.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string _repository;

    public LauncherTests()
    {
        _repository = _directory.File("repo");
        foreach (var file in new[] { "src/a.cs", "examples/b.feature", "Directory.Build.props", "Directory.Build.targets", "global.json" })
        {
            _directory.Write($"repo/{file}", "");
        }

        File.Copy(Path.Combine(Repository.Root, "runi"), Path.Combine(_repository, "runi"));
        Executable("bin/dotnet", """
            #!/usr/bin/env bash
            case $1 in
              --version) [[ -z ${TOO_OLD:-} ]] ;;
              --list-sdks) echo "8.0.100 [/somewhere]" ;;
              publish)
                echo build >>"$BUILDS"
                [[ -z ${BROKEN:-} ]] || { echo "a.cs(1,1): error CS0000: no"; exit 1; }
                mkdir -p artifacts/runi.next
                printf '#!/usr/bin/env bash\necho "in $PWD: $*"\nexit 7\n' >artifacts/runi.next/runi
                chmod +x artifacts/runi.next/runi ;;
            esac
            """);
    }

    private string[] Builds => File.Exists(_directory.File("builds")) ? File.ReadAllLines(_directory.File("builds")) : [];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_first_call_builds_and_later_ones_only_run()
    {
        var first = Launch("steps", "two words");
        var second = Launch();

        Assert.Equal((7, $"in {_directory.Path}: steps two words\n", "building runi (first time)…\n"), first);
        Assert.Equal((7, $"in {_directory.Path}: \n", ""), second);
        Assert.Single(Builds);
    }

    [Theory]
    [InlineData("src/a.cs")]
    [InlineData("examples/b.feature")]
    [InlineData("Directory.Build.props")]
    public void A_changed_source_is_built(string file)
    {
        Launch();
        File.SetLastWriteTimeUtc(Path.Combine(_repository, file), DateTime.UtcNow.AddMinutes(1));

        Assert.Equal("building runi (sources changed)…\n", Launch().Error);
        Assert.Equal(2, Builds.Length);
    }

    [Fact]
    public void It_can_be_reached_by_a_link_from_anywhere()
    {
        File.CreateSymbolicLink(_directory.File("bin/runi"), Path.Combine(_repository, "runi"));

        Assert.Equal(7, Start(_directory.File("bin/runi")).ExitCode);
        Assert.Single(Builds);
    }

    [Fact]
    public void A_build_that_fails_shows_why_and_leaves_nothing_that_looks_built()
    {
        var (exitCode, output, error) = Start(Path.Combine(_repository, "runi"), ("BROKEN", "1"));

        Assert.Equal(1, exitCode);
        Assert.Empty(output);
        Assert.Contains("error CS0000", error, StringComparison.Ordinal);
        Assert.Contains("hint: ", error, StringComparison.Ordinal);
        Assert.Equal(7, Launch().ExitCode);
    }

    [Fact]
    public void An_sdk_that_is_too_old_is_named()
    {
        var (exitCode, _, error) = Start(Path.Combine(_repository, "runi"), ("TOO_OLD", "1"));

        Assert.Equal(1, exitCode);
        Assert.Contains("needs the .NET SDK 10; found: 8.0.100", error, StringComparison.Ordinal);
        Assert.Empty(Builds);
    }

    [Fact]
    public void Without_dotnet_it_says_where_to_get_it()
    {
        File.Delete(_directory.File("bin/dotnet"));
        foreach (var tool in new[] { "bash", "env", "mkdir", "find", "readlink" }) File.CreateSymbolicLink(_directory.File($"bin/{tool}"), Which(tool));

        var (exitCode, _, error) = Start(Path.Combine(_repository, "runi"), ("PATH", _directory.File("bin")));

        Assert.Equal(1, exitCode);
        Assert.Contains("https://dot.net/download", error, StringComparison.Ordinal);
    }

    private static string Which(string tool) => new[] { "/usr/bin", "/bin" }.Select(directory => Path.Combine(directory, tool)).First(File.Exists);

    private (int ExitCode, string Output, string Error) Launch(params string[] args) => Start(Path.Combine(_repository, "runi"), args);

    private (int ExitCode, string Output, string Error) Start(string launcher, (string Name, string Value) variable) =>
        Start(launcher, [], variable);

    private (int ExitCode, string Output, string Error) Start(string launcher, string[]? args = null, (string Name, string Value) variable = default)
    {
        var start = new ProcessStartInfo(launcher, args ?? [])
        {
            UseShellExecute = false,
            WorkingDirectory = _directory.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{_directory.File("bin")}:/usr/bin:/bin";
        start.Environment["BUILDS"] = _directory.File("builds");
        if (variable.Name is not null) start.Environment[variable.Name] = variable.Value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    private void Executable(string name, string script)
    {
        var file = _directory.Write(name, script + "\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
