using System.Diagnostics;
using Runink.Isolation.Sandbox;

namespace Runink.Isolation.Tests.Sandbox;

/// <summary>Files for a sandbox that already runs, given by an agent that is root.</summary>
public sealed class FurnishTests(ITestOutputHelper output) : AgentTests
{
    private const UnixFileMode OwnerReads = UnixFileMode.UserRead;
    private const UnixFileMode OwnerReadsAndWrites = OwnerReads | UnixFileMode.UserWrite;
    private const int Swaps = 10;
    private const int MostTries = 2000;

    [Fact]
    public async Task A_file_that_root_has_closed_to_others_is_read_and_its_neighbour_is_not_seen()
    {
        Assert.True(Agent.Host.CanFurnish);
        Write("neighbour.csv", "other");
        await using var slice = await SliceAsync(Readable(Write("input.csv", "a,b"), "project/data/input.csv"));

        Assert.Equal(["a,b"], await slice.AskAsync("cat /slice/project/data/input.csv; echo"));
        Assert.Equal(
            ["/slice", "/slice/project", "/slice/project/data", "/slice/project/data/input.csv"],
            await slice.AskAsync("find /slice"));
    }

    [Fact]
    public async Task What_is_readable_can_be_changed_by_no_means()
    {
        var file = Write("input.csv", "a,b");
        var staging = Agent.Directory.Make("staging");
        await using var slice = await SliceAsync(Readable(file, "in/input.csv") with { Writable = [new(staging, "/slice/out")] });

        foreach (var attempt in new[]
        {
            "echo x >> /slice/in/input.csv", "chmod 666 /slice/in/input.csv", "rm -f /slice/in/input.csv", "mv /slice/in/input.csv /tmp/x",
            "touch /slice/in/more", "mv /slice/in /slice/other", "touch /slice/in/input.csv", "truncate -s 0 /slice/in/input.csv",
            "ln /slice/in/input.csv /slice/out/link", "mkdir /slice/mine", "chmod 700 /slice", "rmdir /slice/out", "umount /slice",
            "mount -o remount,rw /slice/in/input.csv", "dd if=/dev/null of=/slice/in/input.csv",
        })
        {
            Assert.Equal("refused", (await slice.AskAsync($"{attempt} || echo refused"))[^1]);
        }

        Assert.Equal("a,b", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal(OwnerReadsAndWrites, File.GetUnixFileMode(file));
        Assert.Empty(Directory.GetFileSystemEntries(staging));
    }

    [Theory]
    [InlineData(0u, 0u)]
    [InlineData(4321u, 4322u)]
    public async Task What_a_slice_writes_belongs_to_the_owner_of_the_directory(uint owner, uint group)
    {
        var staging = Agent.Directory.Make("staging");
        Owners.Give(staging, owner, group);
        await using var slice = await SliceAsync(new() { Writable = [new(staging, "/slice/staging/0")] });

        Assert.Equal(
            ["1000 1000", "part"],
            await slice.AskAsync("cd /slice/staging/0; mkdir d; echo part > d/part; stat -c '%u %g' d/part; cat d/part; cd /"));

        var files = new[] { staging, Path.Join(staging, "d"), Path.Join(staging, "d", "part") };
        Assert.All(files, file => Assert.Equal((owner, group), Owners.Of(file)));
    }

    [Fact]
    public async Task Files_of_several_owners_are_all_read()
    {
        var files = Enumerable.Range(0, 80).Select(i => Write($"{i}.csv", $"{i}")).ToList();
        for (var i = 0; i < files.Count; i++) Owners.Give(files[i], (uint)(3000 + i), (uint)(5000 + i));
        await using var slice = await SliceAsync(new() { Readable = [.. files.Select((file, i) => new SandboxMount(file, $"/slice/{i:D3}"))] });

        Assert.Equal([string.Concat(Enumerable.Range(0, 80))], await slice.AskAsync("cat /slice/*; echo"));
    }

    [Fact]
    public async Task Another_sandbox_does_not_see_them_nor_does_the_machine()
    {
        await using var slice = await SliceAsync(Readable(Write("input.csv", "a,b"), "input.csv"));
        await using var other = await FurnishedSlice.StartAsync(Agent);

        Assert.Equal(["input.csv"], await slice.AskAsync("ls /slice"));
        Assert.Empty(await other.AskAsync("ls /slice; grep input.csv /proc/self/mountinfo"));
        Assert.Empty(Traces.Mounts(Agent.Directory.Path));
    }

    [Fact]
    public async Task A_slice_that_is_given_other_files_has_no_more_those_it_had()
    {
        await using var slice = await SliceAsync(Readable(Write("first.csv", "1"), "first.csv"));
        await slice.Process.FurnishAsync(Readable(Write("second.csv", "2"), "second.csv"));

        Assert.Equal(["second.csv", "2"], await slice.AskAsync("ls /slice; cat /slice/*; echo"));
        Assert.Equal(["1"], await slice.AskAsync("grep -c ' /slice ' /proc/self/mountinfo"));
    }

    [Fact]
    public async Task Programs_in_them_do_not_run_and_devices_do_not_open()
    {
        var staging = Agent.Directory.Make("staging");
        File.Copy("/usr/bin/id", Path.Join(staging, "id"));
        File.SetUnixFileMode(Path.Join(staging, "id"), UnixFileMode.SetUser | UnixFileMode.UserExecute | OwnerReads);
        using var mknod = Process.Start("/usr/bin/mknod", [Path.Join(staging, "null"), "c", "1", "3"]);
        await mknod.WaitForExitAsync(TestContext.Current.CancellationToken);
        await using var slice = await SliceAsync(new() { Writable = [new(staging, "/slice/out")] });

        Assert.Contains("ermission denied", Assert.Single(await slice.AskAsync("/slice/out/id")), StringComparison.Ordinal);
        Assert.Contains("ermission denied", Assert.Single(await slice.AskAsync("cat < /slice/out/null")), StringComparison.Ordinal);
        Assert.Equal(["refused"], await slice.AskAsync("mknod /slice/out/mine c 1 3 2>/dev/null || echo refused"));
    }

    [Fact]
    public async Task A_slice_leaves_no_program_with_the_rights_of_the_directorys_owner()
    {
        // On the disk its files are root's: a set-user-id bit on one would make root of any other user of the machine.
        var staging = Agent.Directory.Make("staging");
        await using var slice = await SliceAsync(new() { Writable = [new(staging, "/slice/out")] });

        Assert.Equal(
            ["refused", "refused", "refused"],
            await slice.AskAsync("cp /usr/bin/id /slice/out/id; for m in u+s g+s 6755; do chmod $m /slice/out/id 2>/dev/null || echo refused; done"));
        await slice.AskAsync("cp -p /usr/bin/passwd /slice/out/passwd; install -m 4755 /usr/bin/id /slice/out/id2; tar -C /usr/bin -cf - passwd | tar -C /slice/out -xpf -");

        Assert.NotEmpty(Directory.GetFiles(staging));
        Assert.All(Directory.GetFiles(staging), file => Assert.False(
            File.GetUnixFileMode(file).HasFlag(UnixFileMode.SetUser) || File.GetUnixFileMode(file).HasFlag(UnixFileMode.SetGroup), file));
    }

    [Fact]
    public async Task A_link_that_a_slice_makes_leads_nowhere_out_of_it()
    {
        var secret = Write("secret", "hunter2");
        var staging = Agent.Directory.Make("staging");
        await using var slice = await SliceAsync(new() { Writable = [new(staging, "/slice/out")] });

        var lines = await slice.AskAsync($"cd /slice/out; ln -s {secret} a; ln -s ../../../../../..{secret} b; cat a b; ls ..; cd /");

        Assert.DoesNotContain("hunter2", string.Join('\n', lines), StringComparison.Ordinal);
        Assert.Equal("out", lines[^1]);
    }

    [Fact]
    public async Task A_named_pipe_takes_data_both_ways()
    {
        var pipe = Path.Join(Agent.Directory.Path, "edge");
        using (var mkfifo = Process.Start("/usr/bin/mkfifo", ["-m", "600", pipe])) await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        await using var slice = await SliceAsync(Readable(pipe, "edges/1"));

        var asked = slice.AskAsync("echo rows > /slice/edges/1; cat /slice/edges/1");
        Assert.Equal("rows\n", await File.ReadAllTextAsync(pipe, TestContext.Current.CancellationToken));
        await File.WriteAllTextAsync(pipe, "back\n", TestContext.Current.CancellationToken);

        Assert.Equal(["back"], await asked);
    }

    [Fact]
    public async Task Thousands_of_files_are_given_in_one_tree()
    {
        const int Count = 5000, Distinct = 50;
        var files = Enumerable.Range(0, Distinct).Select(i => Write($"part-{i}", "x")).ToList();
        await using var slice = await FurnishedSlice.StartAsync(Agent);
        var watch = Stopwatch.StartNew();

        await slice.Process.FurnishAsync(new()
        {
            Readable = [.. Enumerable.Range(0, Count).Select(i => new SandboxMount(files[i % Distinct], $"/slice/{i % Distinct}/{i}"))],
        });

        output.WriteLine($"{Count} files took {watch.ElapsedMilliseconds} ms");
        Assert.Equal([$"{Count}"], await slice.AskAsync("find /slice -type f | wc -l"));
    }

    [Fact]
    public async Task A_file_that_is_closed_to_its_owner_is_an_error_that_says_what_to_do()
    {
        var file = Write("input.csv", "a,b");
        File.SetUnixFileMode(file, UnixFileMode.None);
        await using var slice = await SliceAsync(Readable(Write("first.csv", "1"), "first.csv"));

        var failure = await Assert.ThrowsAsync<IsolationException>(() => slice.Process.FurnishAsync(Readable(file, "input.csv")));

        Assert.Contains($"'{file}' is closed to its owner", failure.Message, StringComparison.Ordinal);
        Assert.Equal($"chmod u+r '{file}'", failure.Hint);
        Assert.Equal(["first.csv"], await slice.AskAsync("ls /slice"));
    }

    [Fact]
    public async Task A_link_that_was_put_where_a_file_was_is_never_followed()
    {
        var secret = Agent.Directory.Make("secret");
        await File.WriteAllTextAsync(Path.Join(secret, "input.csv"), "hunter2", TestContext.Current.CancellationToken);
        var project = Agent.Directory.Make("project");
        await File.WriteAllTextAsync(Path.Join(project, "input.csv"), "a,b", TestContext.Current.CancellationToken);
        var link = Path.Join(Agent.Directory.Path, "link");
        Directory.CreateSymbolicLink(link, secret);
        await using var slice = await FurnishedSlice.StartAsync(Agent);
        var go = Agent.Directory.Write("go", "");
        using var swapper = Process.Start("/bin/sh", ["-c", $"while [ -e {go} ]; do mv -T --exchange {link} {project} 2>/dev/null || "
            + $"{{ mv -T {project} {project}.old; mv -T {link} {project}; mv -T {project} {link}; mv -T {project}.old {project}; }}; done"]);
        var (given, refused) = (0, 0);
        try
        {
            for (var tries = 0; (given < Swaps || refused < Swaps) && tries < MostTries; tries++)
            {
                try
                {
                    await slice.Process.FurnishAsync(Readable(Path.Join(project, "input.csv"), "input.csv"));
                    Assert.Equal(["a,b"], await slice.AskAsync("cat /slice/input.csv; echo"));
                    given++;
                }
                catch (IsolationException)
                {
                    refused++;
                }
            }
        }
        finally
        {
            // Its last mv is over before the directory goes.
            File.Delete(go);
            await swapper.WaitForExitAsync(CancellationToken.None);
        }

        Assert.True(given >= Swaps && refused >= Swaps, $"it shows too little: {given} were given, {refused} refused");
    }

    [Fact]
    public async Task Nothing_is_left_mounted_or_running_after_the_end()
    {
        var slice = await SliceAsync(Readable(Write("input.csv", "a,b"), "input.csv"));
        await slice.DisposeAsync();

        Assert.Empty(Traces.Mounts(Agent.Directory.Path));
        await Traces.NoProcessAsync(Agent.Options.Uids);
        var failure = await Assert.ThrowsAsync<IOException>(() => slice.Process.FurnishAsync(new()));
        Assert.Contains("has ended", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_can_be_there_from_the_start_and_be_replaced()
    {
        var spec = TestAgent.Shell("") with { Files = Readable(Write("first.csv", "1"), "a/first.csv") };
        await using var slice = await FurnishedSlice.StartAsync(Agent, spec);

        Assert.Equal(["a", "1"], await slice.AskAsync("ls /slice; cat /slice/a/first.csv; echo"));
        await slice.Process.FurnishAsync(Readable(Write("second.csv", "2"), "second.csv"));
        Assert.Equal(["second.csv", "2"], await slice.AskAsync("ls /slice; cat /slice/second.csv; echo"));
    }

    private async Task<FurnishedSlice> SliceAsync(SandboxFiles files)
    {
        var slice = await FurnishedSlice.StartAsync(Agent);
        await slice.Process.FurnishAsync(files);
        return slice;
    }

    private string Write(string name, string text)
    {
        var path = Agent.Directory.Write(name, text);
        File.SetUnixFileMode(path, OwnerReadsAndWrites);
        return path;
    }

    private static SandboxFiles Readable(string file, string name) => new() { Readable = [new(file, $"/slice/{name}")] };
}
