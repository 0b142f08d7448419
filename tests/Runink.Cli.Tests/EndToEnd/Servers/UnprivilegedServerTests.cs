using System.Diagnostics;
using Runink.Barn.Tests.Serving;

namespace Runink.Cli.Tests.EndToEnd.Servers;

/// <summary>
/// A server that the system does not let have what it was given says which, and ends with 2; it runs as nobody, since root may do
/// everything. Skipped where the tests are not run by root.
/// </summary>
public sealed class UnprivilegedServerTests : IDisposable
{
    private const string Nobody = "65534";

    private readonly TemporaryDirectory _directory = new();

    public UnprivilegedServerTests()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can become another user");
        Assert.SkipUnless(AsNobody([Runi.Path, "--version"]).ExitCode == 0, "the built program lies where other users cannot reach it");
        File.SetUnixFileMode(_directory.Path, (UnixFileMode)0b111_101_101);
    }

    [Fact]
    public void A_directory_that_it_may_not_make_or_write_is_named()
    {
        Refused(Serve("--data-dir", _directory.File("new")), "R6112", _directory.File("new"));

        var closed = _directory.File("closed");
        Directory.CreateDirectory(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Refused(Serve("--data-dir", closed), "R6112", closed);
        Refused(AsNobody([Runi.Path, "cluster", "check", closed]), "R6112", closed);
        Assert.Empty(Directory.GetFileSystemEntries(closed));
    }

    [Fact]
    public async Task Files_of_another_user_are_named_and_left_alone()
    {
        var data = _directory.File("data");
        using (var server = await RuniServer.StartAsync(data)) Assert.Equal(0, server.Ask("kv", "put", "a", "b").ExitCode);
        Give(data);
        Give(Path.Combine(data, "lock"));
        Give(Path.Combine(data, "identity"));
        Give(Path.Combine(data, "members"));
        Give(Path.Combine(data, "wal"));
        var log = Directory.GetFiles(Path.Combine(data, "wal"))[0];
        foreach (var mode in (UnixFileMode[])[UnixFileMode.UserRead, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead])
        {
            File.SetUnixFileMode(log, mode);
            Refused(Serve("--data-dir", data), "R6112", log);
        }

        using var again = await RuniServer.StartAsync(data);
        Assert.Contains("b", again.Ask("kv", "get", "a").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_below_1024_is_named()
    {
        var first = File.ReadAllText("/proc/sys/net/ipv4/ip_unprivileged_port_start").Trim();
        Assert.SkipUnless(first == "1024", "the system lets everyone have low ports");
        var data = _directory.File("data");
        Directory.CreateDirectory(data);
        Give(data);
        var url = "http://127.0.0.1:81";
        var outcome = AsNobody([Runi.Path, "server", "--insecure", "--data-dir", data, "--listen-client-urls", url, "--advertise-client-urls", url]);
        Refused(outcome, "R6110", url);
        Assert.Contains("CAP_NET_BIND_SERVICE", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_it_may_not_read_is_named()
    {
        using var authority = new TestAuthority("authority");
        var (certificate, secret) = authority.Issue("server");
        _directory.Write("server.pem", certificate);
        var key = _directory.Write("server.key", secret);
        File.SetUnixFileMode(key, UnixFileMode.UserRead);
        File.SetUnixFileMode(_directory.File("server.pem"), (UnixFileMode)0b110_100_100);
        var outcome = AsNobody([Runi.Path, "server", "--data-dir", _directory.File("data"), .. RuniServer.Anywhere("https"),
            "--cert-file", _directory.File("server.pem"), "--key-file", key]);
        Refused(outcome, "R6107", key);
    }

    [Fact]
    public void A_snapshot_that_it_may_not_read_is_named()
    {
        var file = _directory.File("barn.snapshot");
        File.WriteAllText(file, "secret");
        File.SetUnixFileMode(file, UnixFileMode.UserRead);
        Refused(AsNobody([Runi.Path, "cluster", "snapshot", "restore", file, "--data-dir", _directory.File("new")]), "R6901", file);
    }

    public void Dispose() => _directory.Dispose();

    private static Outcome Serve(params string[] more) => AsNobody([Runi.Path, "server", "--insecure", .. RuniServer.Anywhere("http"), .. more]);

    private static void Refused(Outcome outcome, string code, string what)
    {
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(code, outcome.Error, StringComparison.Ordinal);
        Assert.Contains(what, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
    }

    private static void Give(string path)
    {
        using var chown = Process.Start("chown", [Nobody, path]);
        chown.WaitForExit();
        Assert.Equal(0, chown.ExitCode);
    }

    private static Outcome AsNobody(string[] line)
    {
        var start = Runi.StartInfo(Environment.CurrentDirectory, ["--reuid", Nobody, "--clear-groups", .. line]);
        start.FileName = "setpriv";
        start.Environment["HOME"] = "/nonexistent";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(TimeSpan.FromSeconds(60))) process.Kill();
        return new Outcome(process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
