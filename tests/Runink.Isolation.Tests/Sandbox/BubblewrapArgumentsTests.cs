using Runink.Isolation.Sandbox;

namespace Runink.Isolation.Tests.Sandbox;

public sealed class BubblewrapArgumentsTests
{
    private static readonly SandboxSpec Spec = new() { Name = new("finance", "r1", "s1"), Program = "/usr/bin/true" };

    [Theory]
    [InlineData("--unshare-user")]
    [InlineData("--unshare-pid")]
    [InlineData("--unshare-net")]
    [InlineData("--unshare-ipc")]
    [InlineData("--unshare-uts")]
    [InlineData("--unshare-cgroup")]
    [InlineData("--disable-userns")]
    [InlineData("--die-with-parent")]
    [InlineData("--new-session")]
    [InlineData("--clearenv")]
    public void Nothing_is_shared_that_can_be_had_apart(string option) => Assert.Contains(option, Arguments(Spec));

    [Fact]
    public void The_root_becomes_read_only_after_all_is_in_it()
    {
        var arguments = Arguments(Spec with { Readable = [new("/in")], Writable = [new("/out")] });

        var end = Pair(arguments, "--remount-ro", "/");
        Assert.True(end > arguments.LastIndexOf("--bind") && end > arguments.LastIndexOf("--ro-bind") && end > arguments.LastIndexOf("--file"));
    }

    [Fact]
    public void Nothing_of_the_machine_can_be_written_but_what_the_slice_was_given()
    {
        var arguments = Arguments(Spec with { Writable = [new("/host/staging", "/out")] });

        Assert.Equal(["/out"], Enumerable.Range(0, arguments.Count).Where(i => arguments[i] == "--bind").Select(i => arguments[i + 2]));
        Assert.DoesNotContain("--dev-bind", arguments);
        Assert.DoesNotContain("/host/staging", arguments.Where((_, i) => i > 0 && arguments[i - 1] == "--ro-bind"));
    }

    [Fact]
    public void A_directory_comes_before_what_is_mounted_in_it()
    {
        var arguments = Arguments(Spec with { Readable = [new("/data/in/x", "/job/in/x")], Writable = [new("/data", "/job")] });

        Assert.True(Pair(arguments, "/data", "/job") < Pair(arguments, "/data/in/x", "/job/in/x"));
    }

    [Fact]
    public void A_secret_is_readable_by_its_owner_alone_and_stands_in_no_argument()
    {
        var arguments = Arguments(Spec with
        {
            Secrets = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { ["key"] = "hunter2"u8.ToArray() },
        });

        var file = Pair(arguments, "9", "/run/secrets/key");
        Assert.Equal(["--perms", "0400", "--file"], arguments.Skip(file - 3).Take(3));
        Assert.DoesNotContain(arguments, argument => argument.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public void The_environment_is_what_was_given_and_a_few_defaults()
    {
        var arguments = Arguments(Spec with
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = "/mine", ["A"] = "b c" },
        });

        Assert.True(Pair(arguments, "PATH", "/mine") > arguments.IndexOf("--clearenv"));
        Assert.True(Pair(arguments, "A", "b c") > 0);
        Assert.Single(arguments, "PATH");
        Assert.True(Pair(arguments, "HOME", "/tmp") > 0);
    }

    [Fact]
    public void A_filter_is_passed_when_there_is_one()
    {
        Assert.DoesNotContain("--seccomp", Arguments(Spec));
        Assert.True(Pair(Arguments(Spec, seccomp: 7), "--seccomp", "7") > 0);
    }

    [Fact]
    public void What_the_launcher_prepared_is_bound_and_not_built_again()
    {
        var arguments = Arguments(Spec, prepared: true);

        Assert.True(Pair(arguments, SystemDirectories.Etc, "/etc") > 0);
        Assert.True(Pair(arguments, SystemDirectories.Devices, "/dev") < Pair(arguments, "--tmpfs", "/dev/shm"));
        Assert.DoesNotContain("--dev", arguments);
        Assert.DoesNotContain("--file", arguments);
    }

    private static List<string> Arguments(SandboxSpec spec, int? seccomp = null, bool prepared = false)
    {
        var sources = spec.Readable.Concat(spec.Writable).Select(mount => mount.HostPath).ToList();
        var files = SandboxRoot.Files.Keys.Concat(spec.Secrets.Keys.Select(BubblewrapArguments.PathOfSecret)).ToDictionary(path => path, _ => 9);
        return [.. BubblewrapArguments.Of(spec, sources, new(5, 6, seccomp, files), prepared)];
    }

    private static int Pair(List<string> arguments, string first, string second) =>
        Enumerable.Range(0, arguments.Count - 1).First(i => arguments[i] == first && arguments[i + 1] == second);
}
