using Runink.Isolation.Sandbox;

namespace Runink.Isolation.Tests.Sandbox;

/// <summary>That isolation is never less than was asked for.</summary>
public sealed class DriverTests
{
    [Fact]
    public void Without_bubblewrap_there_is_an_error_that_says_what_to_install()
    {
        using var empty = new TemporaryDirectory();
        var failure = Assert.Throws<IsolationException>(() => LaunchTools.Find(root: true, [empty.Path]));

        Assert.Contains("bwrap is not installed", failure.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install bubblewrap", failure.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_setpriv_only_root_is_refused()
    {
        using var places = new TemporaryDirectory();
        places.Write("bwrap", "");

        Assert.Null(LaunchTools.Find(root: false, [places.Path]).Setpriv);
        var failure = Assert.Throws<IsolationException>(() => LaunchTools.Find(root: true, [places.Path]));
        Assert.Contains("util-linux", failure.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plain_process_runs_where_nothing_keeps_it_apart_and_is_said_to()
    {
        await using var agent = TestAgent.Open(IsolationDriver.None);
        var spec = TestAgent.Shell("id -u; pwd; echo $STEP; setsid sleep 1000 >/dev/null 2>&1 & sleep 0.01") with
        {
            WorkingDirectory = agent.Directory.Path,
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["STEP"] = "x", ["PATH"] = "/usr/bin:/bin" },
        };

        Assert.Equal(["0", agent.Directory.Path, "x"], await agent.LinesAsync(spec));
        Assert.Contains(agent.Host.Gaps, gap => gap.Code == "sandbox");
        await Assert.ThrowsAsync<IsolationException>(() => agent.Host.StartAsync(spec with { Strict = true }));
    }

    [Fact]
    public async Task Root_here_may_ask_for_strict_isolation()
    {
        await using var agent = TestAgent.Open();
        Assert.Empty(agent.Host.Gaps);

        Assert.Equal(["ok"], await agent.LinesAsync(TestAgent.Shell("echo ok") with { Strict = true }));
    }

    [Theory]
    [InlineData("bwrap: No permissions to creating new namespace, likely because …", "allow user namespaces")]
    [InlineData("bwrap: setting up uid map: Permission denied", "AppArmor")]
    [InlineData("bwrap: Can't mount proc on /newroot/proc: Operation not permitted", "systempaths=unconfined")]
    [InlineData("bwrap: Can't find source path /srv/x: Permission denied", "closed to this user")]
    [InlineData("setpriv: setresuid failed: Operation not permitted", "CAP_SETUID")]
    [InlineData("runi-slice: 1: cannot create /sys/fs/cgroup/runi/h/r/s/tasks: Permission denied", "Delegate=yes")]
    [InlineData("bwrap: Unknown option --disable-userns", "0.8 or newer")]
    [InlineData("bwrap: The --size option is not permitted in setuid mode", "chmod u-s")]
    [InlineData("something else", "runi doctor")]
    public void What_keeps_a_sandbox_from_being_made_has_a_fix(string complaint, string words) =>
        Assert.Contains(words, SandboxFault.Hint(complaint), StringComparison.Ordinal);
}
