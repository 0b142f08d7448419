using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Runink.Cli.Commands.Cluster.Demo;

/// <summary>One server of the demo: a process of this program. It ends by itself when this one does. Not thread-safe.</summary>
/// <param name="name">Its name.</param>
/// <param name="directory">Its data directory.</param>
internal sealed class DemoMember(string name, string directory) : IDisposable
{
    private const int PortFrom = 20_000;
    private const int PortTo = 32_000;
    private const int PortTries = 100;
    private static readonly string[] Settings = ["RUNINK_", "ETCD_"];

    private Process? _process;
    private string _said = "";

    public string Name => name;

    public Uri Url { get; } = new($"http://127.0.0.1:{FreePort()}");

    public string PeerUrl { get; } = $"http://127.0.0.1:{FreePort()}";

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>The last that it had to say.</summary>
    public string Said => Volatile.Read(ref _said);

    /// <summary>Starts it, again on what its disk holds.</summary>
    /// <param name="cluster">All members, as <c>--initial-cluster</c> names them.</param>
    /// <param name="electionTimeout">Of its elections.</param>
    public void Start(string cluster, TimeSpan electionTimeout)
    {
        var milliseconds = (int)electionTimeout.TotalMilliseconds;
        var start = new ProcessStartInfo(Environment.ProcessPath!,
        [
            "server", "--insecure", "--with-input", "--name", name, "--data-dir", directory, "--log-level", "error",
            "--listen-client-urls", Text(Url), "--advertise-client-urls", Text(Url),
            "--listen-peer-urls", PeerUrl, "--initial-advertise-peer-urls", PeerUrl, "--initial-cluster", cluster,
            "--election-timeout", milliseconds.ToString(CultureInfo.InvariantCulture),
            "--heartbeat-interval", (milliseconds / 5).ToString(CultureInfo.InvariantCulture),
        ])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What is set for a server of this machine is not meant for these.
        foreach (var variable in start.Environment.Keys.Where(key => Settings.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal))).ToList())
            start.Environment.Remove(variable);
        _process?.Dispose();
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, line) => Volatile.Write(ref _said, line.Data ?? _said);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Ends it as a power cut would: it is not asked.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (IsRunning) Kill();
        _process?.Dispose();
    }

    private static string Text(Uri url) => url.GetLeftPart(UriPartial.Authority);

    /// <summary>
    /// A port that nobody has, below those that the system gives to clients: between two starts of a member none of them must take it.
    /// </summary>
    private static int FreePort()
    {
        for (var tries = 1; ; tries++)
        {
            var port = Random.Shared.Next(PortFrom, PortTo);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException) when (tries < PortTries)
            {
                // Somebody has it.
            }
        }
    }
}
