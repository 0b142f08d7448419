namespace Runink.Cli.Tests.EndToEnd.Servers;

/// <summary>Moving from a real etcd into a Barn with users and roles.</summary>
public sealed class UserImportTests : IDisposable
{
    private const string Denied = "etcdserver: permission denied";
    private const string Unknown = "etcdserver: user name is empty";

    private readonly TemporaryDirectory _directory = new();
    private readonly EtcdProcess _etcd = EtcdProcess.Start();

    [Fact]
    public async Task Users_and_roles_come_with_authentication_on_and_only_the_password_that_is_known()
    {
        using var barn = await RuniServer.StartAsync(_directory.File("data"));
        AddUsers();
        Assert.Contains("Authentication Enabled", Etcdctl.Run(_etcd.Url, "auth", "enable"), StringComparison.Ordinal);

        var outcome = Import(barn, "--from-user", "root:secret", "--once");
        Assert.True(outcome.ExitCode == 0, outcome.Error);
        Assert.Contains("nobody can log in as one of these until 'etcdctl user passwd' gives a new one: ann", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(Unknown, Etcdctl.Run(barn.Url, "get", "ann/1"), StringComparison.Ordinal);
        Assert.Equal("ann/1\nx\n", Etcdctl.Run(barn.Url, "get", "ann/1", "--user", "root:secret"));
        Assert.Contains("authentication failed", Etcdctl.Run(barn.Url, "get", "ann/1", "--user", "ann:pepper"), StringComparison.Ordinal);

        Assert.Contains("Password updated", Etcdctl.RunWithInput(
            barn.Url, "fresh\n", "user", "passwd", "ann", "--interactive=false", "--user", "root:secret"), StringComparison.Ordinal);
        Assert.Equal("ann/1\nx\n", Etcdctl.Run(barn.Url, "get", "ann/1", "--user", "ann:fresh"));
        Assert.Contains(Denied, Etcdctl.Run(barn.Url, "get", "other", "--user", "ann:fresh"), StringComparison.Ordinal);
        Assert.Contains(Denied, Etcdctl.Run(barn.Url, "put", "ann/1", "y", "--user", "ann:fresh"), StringComparison.Ordinal);
        Assert.Equal(Roles(_etcd.Url), Roles(barn.Url));

        Etcdctl.Run(_etcd.Url, "put", "ann/1", "changed", "--user", "root:secret");
        Assert.Equal(0, Import(barn, "--from-user", "root:secret", "--once").ExitCode);
    }

    [Fact]
    public async Task Where_authentication_is_on_somebody_must_be_able_to_log_in_at_the_target()
    {
        using var barn = await RuniServer.StartAsync(_directory.File("data"));
        AddUsers();
        Etcdctl.Run(_etcd.Url, "auth", "enable");

        var refused = Import(barn, "--once");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--from-user", refused.Error, StringComparison.Ordinal);
        Assert.Equal("", Etcdctl.Run(barn.Url, "user", "list"));

        var without = Import(barn, "--once", "--no-users", "--from-user", "root:secret");
        Assert.True(without.ExitCode == 0, without.Error);
        Assert.Equal(("", "ann/1\nx\n"), (Etcdctl.Run(barn.Url, "user", "list"), Etcdctl.Run(barn.Url, "get", "ann/1")));
    }

    [Fact]
    public async Task Where_authentication_is_off_it_stays_off_and_what_was_interrupted_is_finished()
    {
        using var barn = await RuniServer.StartAsync(_directory.File("data"));
        AddUsers();
        Assert.Equal(0, Import(barn, "--once", "--no-users").ExitCode);
        Etcdctl.Run(barn.Url, "role", "add", "reader");
        Etcdctl.Run(barn.Url, "user", "add", "ann:whatever");

        Assert.Equal(0, Import(barn, "--once").ExitCode);

        Assert.Equal(Etcdctl.Run(_etcd.Url, "user", "get", "ann"), Etcdctl.Run(barn.Url, "user", "get", "ann"));
        Assert.Equal(Etcdctl.Run(_etcd.Url, "role", "get", "reader"), Etcdctl.Run(barn.Url, "role", "get", "reader"));
        Assert.Equal("ann/1\nx\n", Etcdctl.Run(barn.Url, "get", "ann/1"));
    }

    [Fact]
    public async Task Users_of_the_target_are_not_mixed_with_those_of_the_source()
    {
        using var barn = await RuniServer.StartAsync(_directory.File("data"));
        AddUsers();
        Etcdctl.Run(barn.Url, "role", "add", "reader");

        var refused = Import(barn, "--once");

        Assert.Equal(3, refused.ExitCode);
        Assert.Contains("users or roles", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, Import(barn, "--once", "--no-users").ExitCode);
    }

    public void Dispose()
    {
        _etcd.Dispose();
        _directory.Dispose();
    }

    private static string Roles(string url) => Etcdctl.Run(url, "role", "get", "reader", "--user", "root:secret");

    private void AddUsers()
    {
        foreach (var line in (string[])
        [
            "put ann/1 x", "put other y", "user add root:secret", "user grant-role root root", "user add ann:pepper", "role add reader",
            "role grant-permission reader read ann/ ann0", "role grant-permission reader write own", "user grant-role ann reader",
        ])
        {
            Etcdctl.Run(_etcd.Url, line.Split(' '));
        }
    }

    private Outcome Import(RuniServer barn, params string[] more) =>
        Runi.Run(["cluster", "import", "--from-endpoints", _etcd.Url, "--endpoints", barn.Url, "--timeout", "60s", "--from-timeout", "60s", .. more]);
}
