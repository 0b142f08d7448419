using System.Diagnostics;
using System.Globalization;
using Runink.Rpc;

namespace Runink.Cluster;

/// <summary>One machine: its disk (in memory, of a bounded size), its process, and how to reach it.</summary>
internal sealed class Member : IDisposable
{
    private const int LogLines = 4_000;

    private readonly Laboratory _laboratory;
    private readonly string _folder;
    private readonly string[] _program;
    private readonly Queue<string> _log = new();
    private Process? _process;

    public Member(Laboratory laboratory, Authority authority, NativeTools tools, Kind kind, int number, string folder, int disk)
    {
        (_laboratory, Number) = (laboratory, number);
        _folder = Directory.CreateDirectory(Path.Combine(folder, Name)).FullName;
        authority.Equip(_folder, laboratory.Address(number));
        Faults = new FaultControl(FileOf("faults"));
        string[] before = kind.CallsLibrary ? ["env", $"LD_PRELOAD={tools.Faults}", $"RUNINK_FAULTS={Faults.Path}"] : [];
        _program = [.. before, kind.Path, .. kind.First];
        Directory.CreateDirectory(Disk);
        Shell.Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={disk}m"), "tmpfs", Disk);
        Channel = new RpcChannel(new RpcChannelOptions
        {
            Address = new Uri(ClientUrl),
            Tls = new RpcClientTls { TrustedRoots = () => authority.Roots },
            ConnectTimeout = TimeSpan.FromSeconds(1),
            KeepAliveDelay = TimeSpan.FromSeconds(1),
            KeepAliveTimeout = TimeSpan.FromSeconds(1),
        });
    }

    public int Number { get; }

    public string Name => string.Create(CultureInfo.InvariantCulture, $"m{Number}");

    public string ClientUrl => $"https://{_laboratory.Address(Number)}:2379";

    public string PeerUrl => $"https://{_laboratory.Address(Number)}:2380";

    public RpcChannel Channel { get; }

    /// <summary>Its disk's and clock's faults.</summary>
    public FaultControl Faults { get; }

    /// <summary>The last lines that it wrote.</summary>
    public string Log
    {
        get
        {
            lock (_log) return string.Join('\n', _log);
        }
    }

    public bool IsRunning => _process is { HasExited: false };

    private string Disk => Path.Combine(_folder, "disk");

    private string Filling => Path.Combine(Disk, "filling");

    /// <summary>Starts the process, if it does not run.</summary>
    /// <param name="cluster">Everybody, as <c>name=url</c> with commas between.</param>
    /// <param name="joins">Whether it was added to a cluster that exists.</param>
    /// <param name="more">More flags.</param>
    public void Start(string cluster, bool joins, IReadOnlyList<string> more)
    {
        if (IsRunning) return;
        _process?.Dispose();
        string[] flags =
        [
            "netns", "exec", _laboratory.Namespace(Number), .. _program, "--name", Name, "--data-dir", Path.Combine(Disk, "data"),
            "--listen-client-urls", ClientUrl, "--advertise-client-urls", ClientUrl, "--listen-peer-urls", PeerUrl,
            "--initial-advertise-peer-urls", PeerUrl, "--initial-cluster", cluster, "--initial-cluster-state", joins ? "existing" : "new",
            "--cert-file", FileOf("member.pem"), "--key-file", FileOf("member.key"), "--peer-cert-file", FileOf("member.pem"),
            "--peer-key-file", FileOf("member.key"), "--peer-trusted-ca-file", FileOf("ca.pem"), "--peer-client-cert-auth", .. more,
        ];
        _process = Process.Start(new ProcessStartInfo("ip", flags)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public void Signal(Signal signal)
    {
        if (IsRunning) Signals.Send(_process!.Id, signal);
    }

    /// <summary>kill -9, and waits until it is gone.</summary>
    public void Kill()
    {
        if (_process is null) return;
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Waits for the end of a process that was told to stop; kills it after that time.</summary>
    /// <returns>Whether it ended by itself.</returns>
    public bool WaitForEnd(TimeSpan limit)
    {
        if (_process is null) return true;
        if (_process.WaitForExit(limit))
        {
            // Until all that it said has been read.
            _process.WaitForExit();
            return true;
        }

        Kill();
        return false;
    }

    /// <summary>Waits for the end of a process that must end by itself.</summary>
    /// <returns>Whether it has within the limit.</returns>
    public async Task<bool> UntilEndedAsync(TimeSpan limit)
    {
        for (var until = Environment.TickCount64 + (long)limit.TotalMilliseconds; IsRunning; await Task.Delay(50))
            if (Environment.TickCount64 > until) return false;
        return true;
    }

    /// <summary>Leaves no room on the disk.</summary>
    public void FillDisk()
    {
        var block = new byte[1 << 16];
        using var file = File.OpenHandle(Filling, FileMode.Create, FileAccess.Write);
        try
        {
            for (long written = 0; ; written += block.Length) RandomAccess.Write(file, block, written);
        }
        catch (IOException)
        {
            // Full, as intended.
        }
    }

    public void FreeDisk() => File.Delete(Filling);

    /// <summary>Everything that was on the disk is lost.</summary>
    public void WipeDisk()
    {
        if (Directory.Exists(Path.Combine(Disk, "data"))) Directory.Delete(Path.Combine(Disk, "data"), recursive: true);
    }

    public void Dispose()
    {
        Kill();
        _process?.Dispose();
        Channel.Dispose();
        Faults.Dispose();
        Shell.Try("umount", Disk);
    }

    private string FileOf(string name) => Path.Combine(_folder, name);

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (_log)
        {
            _log.Enqueue(line);
            if (_log.Count > LogLines) _log.Dequeue();
        }
    }
}
