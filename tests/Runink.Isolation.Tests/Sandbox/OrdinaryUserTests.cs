using System.Diagnostics;

namespace Runink.Isolation.Tests.Sandbox;

/// <summary>An agent that is not root: what it can give it gives, and it says what it cannot.</summary>
public sealed class OrdinaryUserTests : AgentTests
{
    private const string User = "1939999999";

    public OrdinaryUserTests() =>
        File.SetUnixFileMode(Agent.Directory.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);

    [Fact]
    public async Task Its_slices_are_apart_and_end_whole()
    {
        var lines = await OnceAsync("id -u; grep CapEff /proc/self/status; ls /root /home 2>/dev/null; setsid sleep 1000 >/dev/null 2>&1 & exit 4");

        Assert.Equal("own-uid", lines[0].Split(' ')[0]);
        Assert.Contains("memory-limit", lines[0], StringComparison.Ordinal);
        Assert.Equal(["1000", "CapEff:\t0000000000000000", "exit 4"], lines[1..]);
        await Traces.NoProcessAsync(new(uint.Parse(User), 1));
    }

    [Fact]
    public async Task Its_slices_end_with_it_and_the_next_one_cleans_up()
    {
        using var agent = Start("sleep 1000 & echo up; sleep 1000");
        await Eventually.HoldsAsync(() => Traces.Processes(new(uint.Parse(User), 1)).Count >= 4);
        agent.Kill();
        await agent.WaitForExitAsync(TestContext.Current.CancellationToken);

        var lines = await OnceAsync("echo swept");

        Assert.Equal("swept", lines[1]);
        await Traces.NoProcessAsync(new(uint.Parse(User), 1));
    }

    [Fact]
    public async Task Its_slices_have_the_files_they_were_given_as_their_own()
    {
        var input = Agent.Directory.Write("input.csv", "a,b\n");
        Agent.Directory.Write("neighbour.csv", "other");
        var staging = Agent.Directory.Make("staging");
        foreach (var path in new[] { input, staging }) Owners.Give(path, uint.Parse(User), uint.Parse(User));
        File.SetUnixFileMode(input, UnixFileMode.UserRead);

        var lines = await OnceAsync(
            "cd /slice; find . | sort; cat in/file; cp in/file out/part; (rm -f in/file; touch in/more; touch mine) 2>/dev/null || echo closed",
            input,
            staging);

        Assert.Equal([".", "./in", "./in/file", "./out", "a,b", "closed", "exit 0"], lines[1..]);
        Assert.Equal((uint.Parse(User), uint.Parse(User)), Owners.Of(Path.Join(staging, "part")));
    }

    [Fact]
    public async Task Hundreds_of_files_are_given_by_few_mounts()
    {
        const int Count = 300;
        var project = Agent.Directory.Make("project");
        var (staging, elsewhere) = (Agent.Directory.Make("staging"), Path.Join("/dev/shm", $"runi-other-{Environment.ProcessId}"));
        await File.WriteAllTextAsync(elsewhere, "far\n", TestContext.Current.CancellationToken);
        try
        {
            for (var i = 0; i < Count; i++) await File.WriteAllTextAsync(Path.Join(project, $"{i}"), "x\n", TestContext.Current.CancellationToken);
            File.CreateSymbolicLink(Path.Join(project, "far"), elsewhere);
            Directory.CreateDirectory(Path.Join(project, "inner"));
            await File.WriteAllTextAsync(Path.Join(project, "inner", "deep"), "deep\n", TestContext.Current.CancellationToken);
            foreach (var path in Directory.GetFiles(project).Append(project).Append(staging)) Owners.Give(path, uint.Parse(User), uint.Parse(User));

            var lines = await OnceAsync(
                "cd /slice/in; cat [0-9]* | wc -l; cat far inner/deep; grep -c ' /slice' /proc/self/mountinfo; echo part > /slice/out/part; "
                + "(rm 1; echo x > 2; touch more; touch inner/more; touch ../mine) 2>/dev/null || echo closed",
                project,
                staging);

            Assert.Equal([$"{Count}", "far", "deep", "4", "closed", "exit 0"], lines[1..]);
            Assert.Equal("x\n", await File.ReadAllTextAsync(Path.Join(project, "2"), TestContext.Current.CancellationToken));
            Assert.True(File.Exists(Path.Join(staging, "part")));
            Assert.Empty(Directory.GetDirectories(Path.Join(Agent.Directory.Path, "ordinary")));
        }
        finally
        {
            File.Delete(elsewhere);
        }
    }

    private async Task<string[]> OnceAsync(string script, params string[] files)
    {
        using var agent = Start(script, files);
        var output = await agent.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await agent.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    // The tests' own directory may be closed to others, so the program runs from a copy.
    private Process Start(string script, params string[] files)
    {
        var copy = Path.Join(Agent.Directory.Path, "agent");
        if (!Directory.Exists(copy))
        {
            Directory.CreateDirectory(copy);
            File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            // Not by this process: what another test starts meanwhile would have them open for writing, and they could not be run.
            using var cp = Process.Start("/bin/cp", ["-p", .. Directory.GetFiles(AppContext.BaseDirectory, "Runink.Isolation*"), copy]);
            cp.WaitForExit();
        }

        return Process.Start(new ProcessStartInfo(
            "/usr/bin/setpriv",
            [
                "--reuid", User, "--regid", User, "--clear-groups",
                Path.Join(copy, "Runink.Isolation.Tests.Agent"), "once", Path.Join(Agent.Directory.Path, "ordinary"), script,
                .. files,
            ])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
    }
}
