using System.Diagnostics;

namespace Runink.Isolation.Tests.Sandbox;

/// <summary>Files on file systems that cannot map owners: as good as it gets, and errors that say what is missing.</summary>
public sealed class UnmappedFileTests : AgentTests
{
    private string _mount = null!;

    public override ValueTask DisposeAsync()
    {
        Run("umount", "-l", _mount);
        return base.DisposeAsync();
    }

    [Theory]
    [InlineData("overlay")]
    [InlineData("ramfs")]
    public async Task What_everybody_may_read_is_read_behind_a_closed_directory(string type)
    {
        Mount(type);
        var file = Write("input.csv", "a,b", "644");
        await using var slice = await FurnishedSlice.StartAsync(Agent);

        await slice.Process.FurnishAsync(new() { Readable = [new(file, "/slice/input.csv")] });

        Assert.Equal(["a,b"], await slice.AskAsync("cat /slice/input.csv; echo"));
        Assert.Equal(["refused"], await slice.AskAsync("(echo x >> /slice/input.csv) 2>/dev/null || echo refused"));
    }

    [Theory]
    [InlineData("overlay", "file", "600", "o+r")]
    [InlineData("ramfs", "file", "640", "o+r")]
    [InlineData("ramfs", "directory", "750", "o+rx")]
    [InlineData("ramfs", "pipe", "644", "o+rw")]
    public async Task What_is_closed_to_others_is_an_error_that_says_what_to_do(string type, string kind, string mode, string fix)
    {
        Mount(type);
        var path = Path.Join(_mount, "input");
        Run(kind switch { "file" => "touch", "pipe" => "mkfifo", _ => "mkdir" }, path);
        Run("chmod", mode, path);
        await using var slice = await FurnishedSlice.StartAsync(Agent);

        var failure = await Assert.ThrowsAsync<IsolationException>(
            () => slice.Process.FurnishAsync(new() { Readable = [new(path, "/slice/input")] }));

        Assert.Contains($"'{path}' is closed to others", failure.Message, StringComparison.Ordinal);
        Assert.Equal($"chmod {fix} '{path}'", failure.Hint);
    }

    [Theory]
    [InlineData("overlay")]
    [InlineData("ramfs")]
    public async Task A_directory_to_be_written_is_given_to_the_slice_and_taken_back(string type)
    {
        Mount(type);
        var staging = Path.Join(_mount, "staging");
        Run("mkdir", "-m", "700", staging);
        Owners.Give(staging, 77, 88);
        await using (var slice = await FurnishedSlice.StartAsync(Agent))
        {
            await slice.Process.FurnishAsync(new() { Writable = [new(staging, "/slice/out")] });
            Assert.Equal(["part"], await slice.AskAsync("echo part > /slice/out/part; cat /slice/out/part"));
            await slice.Process.FurnishAsync(new());
            Assert.Equal((77u, 88u), Owners.Of(staging));
            await slice.Process.FurnishAsync(new() { Writable = [new(staging, "/slice/out")] });
            Assert.NotEqual((77u, 88u), Owners.Of(staging));
        }

        Assert.Equal((77u, 88u), Owners.Of(staging));
        Assert.Equal("part\n", await File.ReadAllTextAsync(Path.Join(staging, "part"), TestContext.Current.CancellationToken));
    }

    private void Mount(string type)
    {
        _mount = Agent.Directory.Make("mount");
        if (type == "overlay")
        {
            string[] layers = [.. new[] { "lower", "upper", "work" }.Select(Agent.Directory.Make)];
            Run("mount", "-t", "overlay", "overlay", "-o", $"lowerdir={layers[0]},upperdir={layers[1]},workdir={layers[2]}", _mount);
        }
        else
        {
            Run("mount", "-t", type, type, _mount);
        }

        Run("chmod", "755", _mount);
    }

    private string Write(string name, string text, string mode)
    {
        var path = Path.Join(_mount, name);
        File.WriteAllText(path, text);
        Run("chmod", mode, path);
        return path;
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(Needs.Find(program)!, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
