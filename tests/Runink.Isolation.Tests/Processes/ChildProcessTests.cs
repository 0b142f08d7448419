using System.Text;
using Runink.Isolation.Processes;

namespace Runink.Isolation.Tests.Processes;

public sealed class ChildProcessTests
{
    [Theory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 200", 200)]
    [InlineData("kill -TERM $$", 143)]
    public async Task Its_end_is_told(string script, int code)
    {
        var (exit, _) = await RunAsync(script);

        Assert.Equal(code, exit);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_an_error()
    {
        using var descriptors = new DescriptorTable();
        using var pipes = StandardPipes.Make(descriptors);
        var failure = await Assert.ThrowsAsync<IOException>(() => ChildProcess.StartAsync(Start(descriptors) with { Program = "/no/such/program" }));

        Assert.Contains("/no/such/program", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signals_are_as_a_program_expects_them_though_this_one_ignores_some()
    {
        // Two signals above 31 are the C library's own.
        var (_, lines) = await RunAsync("cat /proc/self/status | grep -E 'Sig(Blk|Ign|Cgt)'");

        Assert.Equal(3, lines.TrimEnd().Split('\n').Count(line => (Convert.ToUInt64(line.Split('\t')[1], 16) & 0x7FFFFFFF) == 0));
    }

    [Fact]
    public async Task It_begins_where_it_is_told_with_the_environment_it_is_told()
    {
        var (_, lines) = await RunAsync("pwd; env | grep -v PWD");

        Assert.Equal("/usr\nA=b\n", lines);
    }

    [Fact]
    public async Task Descriptors_arrive_under_their_numbers_whatever_their_numbers_were_here()
    {
        // Many, and in an order against that of their numbers here, so that targets and sources overlap.
        var files = Enumerable.Range(0, 40).Select(i => Posix.MemoryFile("file", Encoding.ASCII.GetBytes($"{i} "))).Reverse().ToList();
        var (_, lines) = await RunAsync("i=3; while [ $i -lt 43 ]; do cat /proc/self/fd/$i; i=$((i+1)); done", [.. files]);
        files.ForEach(file => file.Dispose());

        Assert.Equal(string.Concat(Enumerable.Range(0, 40).Reverse().Select(i => $"{i} ")), lines);
    }

    [Fact]
    public async Task A_lock_that_it_inherits_is_held_until_it_is_gone()
    {
        using var directory = new TemporaryDirectory();
        var path = Path.Join(directory.Path, "lock");
        var held = KernelLock.TryAcquire(path)!;
        using var descriptors = new DescriptorTable();
        using var pipes = StandardPipes.Make(descriptors);
        descriptors.Lend(held.Handle);
        var child = await ChildProcess.StartAsync(Start(descriptors) with { Arguments = ["-c", "exec sleep 1000"] });
        held.Handle.Dispose();
        Assert.Null(KernelLock.TryAcquire(path));

        // What another test is just starting has it open as well, until it runs.
        Assert.NotEqual(0, ProcessTable.KillHolders(path));

        Assert.Equal(137, await child.Exit);
        await Eventually.HoldsAsync(() => IsFree(path));
    }

    private static bool IsFree(string path)
    {
        using var free = KernelLock.TryAcquire(path);
        return free is not null;
    }

    [Fact]
    public async Task A_program_with_mounts_of_its_own_looks_for_users_in_files_alone()
    {
        Needs.Met(Environment.UserName == "root", "this needs root");
        Needs.Met(File.Exists("/etc/nsswitch.conf"), "this needs /etc/nsswitch.conf");
        using var descriptors = new DescriptorTable();
        using var pipes = StandardPipes.Make(descriptors);
        var child = await ChildProcess.StartAsync(Start(descriptors) with
        {
            Arguments = ["-c", "cat /etc/nsswitch.conf"],
            Mounts = new PrivateMounts([]),
            Started = descriptors.Dispose,
        });

        Assert.Equal("passwd: files\ngroup: files\n", await new StreamReader(pipes.Output).ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, await child.Exit);
        Assert.NotEqual("passwd: files\ngroup: files\n", await File.ReadAllTextAsync("/etc/nsswitch.conf", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_end_of_a_process_is_waited_for_that_is_somebody_elses_child()
    {
        using var descriptors = new DescriptorTable();
        using var pipes = StandardPipes.Make(descriptors);
        var child = await ChildProcess.StartAsync(Start(descriptors) with
        {
            Arguments = ["-c", "sleep 1000 & echo $!; wait"],
            Started = descriptors.Dispose,
        });
        var line = await new StreamReader(pipes.Output).ReadLineAsync(TestContext.Current.CancellationToken);
        var process = int.Parse(line!, System.Globalization.CultureInfo.InvariantCulture);
        using var handle = ProcessHandle.Open(process)!;
        handle.AwaitEnd(TimeSpan.Zero);
        Assert.NotEqual("", ProcessTable.Identity(process));

        Posix.Signal(process, Posix.SignalKill);
        handle.AwaitEnd(TimeSpan.FromSeconds(60));

        Assert.Equal("", ProcessTable.Identity(process));
        Assert.Equal(0, await child.Exit);
    }

    private static async Task<(int? Exit, string Output)> RunAsync(string script, params Microsoft.Win32.SafeHandles.SafeFileHandle[] files)
    {
        using var descriptors = new DescriptorTable();
        using var pipes = StandardPipes.Make(descriptors);
        foreach (var file in files) descriptors.Lend(file);
        var child = await ChildProcess.StartAsync(Start(descriptors) with { Arguments = ["-c", script] });
        descriptors.Dispose();
        var output = await new StreamReader(pipes.Output).ReadToEndAsync(TestContext.Current.CancellationToken);
        return (await child.Exit, output);
    }

    private static ProcessStart Start(DescriptorTable descriptors) => new()
    {
        Program = "/bin/sh",
        Arguments = [],
        Environment = ["A=b"],
        Descriptors = descriptors.Mappings,
        WorkingDirectory = "/usr",
    };
}
