using Runink.Isolation.Processes;
using Runink.Isolation.Sandbox;

namespace Runink.Isolation.Tests.Sandbox;

/// <summary>What a slice is and has, seen from inside; each asks a real sandbox.</summary>
public sealed class SandboxTests : AgentTests
{
    [Fact]
    public async Task Output_complaints_and_exit_code_come_back()
    {
        var result = await Agent.RunAsync("echo out; echo err >&2; exit 7");

        Assert.Equal(("out\n", "err\n", 7, true), (result.Output, result.Error, result.Exit.Code, result.Exit.Ran));
        Assert.Null(result.Exit.Signal);
    }

    [Fact]
    public async Task A_signal_that_ends_it_is_told()
    {
        var result = await Agent.RunAsync("kill -SEGV $$");

        Assert.Equal(11, result.Exit.Signal);
    }

    [Fact]
    public async Task Input_is_read_to_its_end()
    {
        await using var process = await Agent.Host.StartAsync(TestAgent.Shell("wc -c"));
        var reading = new StreamReader(process.StandardOutput).ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(new byte[300_000], TestContext.Current.CancellationToken);
        process.StandardInput.Close();

        Assert.Equal("300000\n", await reading);
    }

    [Fact]
    public async Task A_program_that_is_not_there_never_ran_and_the_reason_is_told()
    {
        var result = await Agent.RunAsync(TestAgent.Shell("") with { Program = "/usr/bin/no-such-program" });

        Assert.False(result.Exit.Ran);
        Assert.Contains("no-such-program", result.Error, StringComparison.Ordinal);
        Assert.Contains("not in the sandbox", SandboxFault.Hint(result.Error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_has_no_capabilities_and_can_gain_none()
    {
        var status = await Agent.LinesAsync("grep -E '^(Cap|NoNewPrivs)' /proc/self/status | tr '\\t' ' '");

        Assert.Equal(
            [.. new[] { "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb" }.Select(name => $"{name}: 0000000000000000"), "NoNewPrivs: 1"],
            status);
    }

    [Fact]
    public async Task It_sees_its_own_processes_name_and_network_only()
    {
        var lines = await Agent.LinesAsync(TestAgent.Shell(
            "echo $$; ls -d /proc/[0-9]* | wc -l; cat /proc/sys/kernel/hostname; sed 1,2d /proc/net/dev | cut -d: -f1 | tr -d ' '") with
        {
            Hostname = "step-1",
        });

        Assert.Equal("2", lines[0]);
        Assert.True(int.Parse(lines[1]) <= 5);
        Assert.Equal(["step-1", "lo"], lines[2..]);
    }

    [Fact]
    public async Task Its_control_groups_are_the_root_of_what_it_sees()
    {
        var lines = await Agent.LinesAsync("cut -d: -f2- /proc/self/cgroup");
        var used = CgroupsInUse();

        Assert.NotEmpty(used);
        Assert.All(used, name => Assert.Contains($"{name}:/", lines));
    }

    [Fact]
    public async Task Its_root_holds_the_system_and_nothing_else()
    {
        var lines = await Agent.LinesAsync("ls /; echo --; ls /etc; echo --; ls /dev; echo --; ls -A /tmp /dev/shm | grep -v :");

        var parts = string.Join(' ', lines).Split(" -- ");
        Assert.Empty(parts[0].Split(' ').Except(["bin", "dev", "etc", "lib", "lib32", "lib64", "libx32", "proc", "sbin", "tmp", "usr"]));
        Assert.Empty(parts[1].Split(' ').Where(name => !name.StartsWith("java-", StringComparison.Ordinal)).Except(["alternatives", "group", "hosts", "ld.so.cache", "nsswitch.conf", "passwd", "pki", "ssl"]));
        Assert.Empty(parts[2].Replace(" --", "", StringComparison.Ordinal).Split(' ')
            .Except(["core", "fd", "full", "null", "ptmx", "pts", "random", "shm", "stderr", "stdin", "stdout", "tty", "urandom", "zero"]));
    }

    [Fact]
    public async Task Its_devices_work_and_it_can_have_files_of_its_own_among_the_settings()
    {
        const string Script = "head -c 3 /dev/zero | wc -c; head -c 3 /dev/urandom | wc -c; echo x > /dev/null; (echo x > /dev/full) 2>/dev/null || echo full; "
            + "echo y | cat /dev/stdin; cat /etc/passwd /etc/mine 2>/dev/null | cut -c1-5; stat -c %a /etc /dev /etc/passwd | tr '\n' ' '";
        var file = Agent.Directory.Write("mine", "mine-\n");

        string[] common = ["3", "3", "full", "y", "slice", "nobod"];
        Assert.Equal(common.Append("755 755 644 "), await Agent.LinesAsync(Script));
        var own = await Agent.LinesAsync(TestAgent.Shell(Script) with { Readable = [new(file, "/etc/mine")] });
        Assert.Equal(common.Append("mine-"), own.SkipLast(1));
    }

    [Fact]
    public async Task Nothing_of_its_root_can_be_written()
    {
        var result = await Agent.RunAsync(
            "for d in / /usr /usr/bin /etc /dev /proc /proc/sys/kernel; do (: > $d/mine) 2>/dev/null && echo $d; done; "
            + "rm -f /usr/bin/ls 2>/dev/null && echo removed; true");

        Assert.Equal("", result.Output);
    }

    [Fact]
    public async Task The_work_directory_has_a_bound()
    {
        var spec = TestAgent.Shell(
            "for d in /tmp /dev/shm; do head -c 500000 /dev/zero > $d/a && echo fits; head -c 1000000 /dev/zero > $d/b || echo full; done "
            + "2>/dev/null");

        Assert.Equal(
            ["fits", "full", "fits", "full"],
            await Agent.LinesAsync(spec with { Limits = spec.Limits with { WorkBytes = 1 << 20 } }));
    }

    [Fact]
    public async Task It_reads_what_it_was_given_and_writes_into_its_staging_directory()
    {
        // The agent's directory is closed to everybody, so the slice gets there by its mounts alone.
        var input = Agent.Directory.Write("input.csv", "a,b\n");
        var staging = Agent.Directory.Make("staging");
        var spec = TestAgent.Shell("cat /in/data.csv; cp /in/data.csv /out/part.csv; (echo x >> /in/data.csv) 2>/dev/null || echo refused") with
        {
            Readable = [new(input, "/in/data.csv")],
            Writable = [new(staging, "/out")],
        };

        Assert.Equal(["a,b", "refused"], await Agent.LinesAsync(spec));
        Assert.Equal("a,b\n", await File.ReadAllTextAsync(Path.Join(staging, "part.csv"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Its_environment_is_what_it_was_given()
    {
        Environment.SetEnvironmentVariable("RUNINK_OF_THE_AGENT", "x");
        var spec = TestAgent.Shell("env") with { Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["STEP"] = "a b\nc" } };

        Assert.Equal(
            ["HOME=/tmp", "LANG=C.UTF-8", "PATH=/usr/local/bin:/usr/bin:/bin", "PWD=/tmp", "STEP=a b", "TMPDIR=/tmp", "TZ=UTC", "c"],
            (await Agent.LinesAsync(spec)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task It_gets_the_descriptors_it_was_given_and_no_others()
    {
        using var given = Posix.MemoryFile("given", "content"u8);
        var lines = await Agent.LinesAsync(TestAgent.Shell("cat <&3; echo; ls /proc/$$/fd") with { Descriptors = [given] });

        Assert.Equal(["content", "0", "1", "2", "3"], lines);
    }

    [Fact]
    public async Task A_secret_is_a_file_in_memory_for_its_user_alone()
    {
        var spec = TestAgent.Shell(
            "cat /run/secrets/key; echo; stat -c '%a %u' /run/secrets /run/secrets/key; grep -c ' /run/secrets tmpfs ' /proc/mounts; "
            + "(: > /run/secrets/more) 2>/dev/null || echo closed") with
        {
            Secrets = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal) { ["key"] = "hunter2"u8.ToArray() },
        };

        Assert.Equal(["hunter2", "700 1000", "400 1000", "1", "closed"], await Agent.LinesAsync(spec));
        Assert.Equal(["none"], await Agent.LinesAsync("ls /run/secrets 2>/dev/null || echo none"));
    }

    [Fact]
    public async Task Hundreds_of_arguments_arrive_as_they_are()
    {
        string[] words = ["a b", "--bind", "$(id)", "", "'", .. Enumerable.Range(0, 2000).Select(i => $"word-{i}")];
        var lines = await Agent.LinesAsync(TestAgent.Shell("") with { Arguments = ["-c", "for a; do echo \"[$a]\"; done", "x", .. words] });

        Assert.Equal(words.Select(word => $"[{word}]"), lines);
    }

    private static IEnumerable<string> CgroupsInUse() => File.ReadAllLines("/proc/self/cgroup").Select(line => line.Split(':')[1])
        .Where(name => name.Length == 0 || name.Split(',').Any(part => part is "cpu" or "memory" or "pids"));
}
