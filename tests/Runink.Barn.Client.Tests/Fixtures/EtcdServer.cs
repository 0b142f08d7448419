using System.Diagnostics;

namespace Runink.Barn.Client.Tests;

/// <summary>
/// A real etcd of one member: its own process, ports and data. Killed when let go. Tests are skipped where there is none.
/// </summary>
public sealed class EtcdServer : RealServer
{
    private const string Program = "/usr/bin/etcd";
    private const string Ready = "serving client traffic";
    private readonly string _data = Directory.CreateDirectory(
        Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"runink-etcd-{Guid.NewGuid():N}")).FullName;

    private readonly int _peerPort = FreePort.Take();
    private readonly string[] _more;
    private Process? _process;

    private EtcdServer(string scheme, string[] more)
    {
        _more = more;
        Address = new Uri($"{scheme}://127.0.0.1:{FreePort.Take()}");
    }

    public override Uri Address { get; }

    /// <summary>Starts a new one; returns when it serves.</summary>
    public static Task<EtcdServer> StartAsync(params string[] more) => StartSchemeAsync("http", more);

    /// <summary>Starts one that speaks TLS.</summary>
    public static Task<EtcdServer> StartTlsAsync(params string[] more) => StartSchemeAsync("https", more);

    private static async Task<EtcdServer> StartSchemeAsync(string scheme, string[] more)
    {
        if (!File.Exists(Program)) Assert.Skip($"needs {Program} (Debian: etcd-server)");
        var server = new EtcdServer(scheme, more);
        await server.StartAgainAsync();
        return server;
    }

    public override async Task StartAgainAsync()
    {
        var peers = $"http://127.0.0.1:{_peerPort}";
        string[] arguments =
        [
            "--name", "n", "--data-dir", _data, "--initial-cluster", $"n={peers}",
            "--listen-client-urls", Address.OriginalString, "--advertise-client-urls", Address.OriginalString,
            "--listen-peer-urls", peers, "--initial-advertise-peer-urls", peers,
            "--heartbeat-interval", "10", "--election-timeout", "100", "--logger", "zap", .. _more,
        ];
        var start = new ProcessStartInfo(Program, arguments) { UseShellExecute = false, RedirectStandardError = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{Program} did not start");
        _process = process;
        var said = new List<string>();
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            said.Add(line);
            if (!line.Contains(Ready, StringComparison.Ordinal)) continue;

            // What it says from now on is read and forgotten, so that it never waits for somebody to listen.
            _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            return;
        }

        throw new InvalidOperationException($"etcd ended: {string.Join('\n', said)}");
    }

    /// <summary>SIGKILL.</summary>
    public override async Task KillAsync()
    {
        if (_process is null) return;
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _process.Dispose();
        _process = null;
    }

    /// <summary>Runs etcdctl against it; returns what it printed.</summary>
    public async Task<string> ControlAsync(params string[] arguments)
    {
        // How long an answer may take on a busy machine is not what is tested.
        var start = new ProcessStartInfo("etcdctl", ["--endpoints", Address.OriginalString, "--command-timeout=60s", "--dial-timeout=60s", .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ETCDCTL_API"] = "3" },
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"etcdctl {string.Join(' ', arguments)}: {await errors}");
        return output;
    }

    public override async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_data, recursive: true);
    }
}
