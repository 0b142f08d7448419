using System.Diagnostics;
using System.Globalization;

namespace Runink.Cluster;

/// <summary>
/// A slow and lossy line out of one machine, until it is disposed of: what the machine sends is routed into a tunnel, and a program
/// at its other end sends it on after a while, or never. The kernel's own <c>netem</c> is not everywhere.
/// </summary>
internal sealed class SlowLink : IDisposable
{
    private const string Device = "slow";
    private const string Table = "7";
    private static readonly string[] s_rule = ["pref", "20", "iif", "lo", "lookup", Table];

    private readonly Laboratory _laboratory;
    private readonly int _machine;
    private readonly Process _program;

    public SlowLink(Laboratory laboratory, int machine, string program, LineQuality quality, ulong seed)
    {
        (_laboratory, _machine) = (laboratory, machine);
        Shell.Run("ip", "-n", Namespace, "tuntap", "add", "mode", "tun", "name", Device);
        // What comes back is from this machine's own address, and is sent on.
        const string Kernel = "cd /proc/sys/net/ipv4; echo 1 >ip_forward; echo 1 >conf/slow/accept_local; echo 0 >conf/slow/rp_filter; echo 0 >conf/all/rp_filter";
        Shell.Run("ip", "netns", "exec", Namespace, "sh", "-ec", Kernel);
        Shell.Run("ip", "-n", Namespace, "link", "set", Device, "up");
        _program = Process.Start("ip",
        [
            "netns", "exec", Namespace, program, Device, Text(quality.Delay.TotalMilliseconds), Text(quality.Jitter.TotalMilliseconds),
            Text(quality.LossPerMille), seed.ToString(CultureInfo.InvariantCulture),
        ]);
        Shell.Run("ip", "-n", Namespace, "route", "add", "default", "dev", Device, "src", laboratory.Address(machine), "table", Table);
        Shell.Run("ip", ["-n", Namespace, "rule", "add", .. s_rule]);
    }

    /// <summary>Packets that went this way so far.</summary>
    public long Packets => _laboratory.Traffic(_machine, Device).SentPackets;

    private string Namespace => _laboratory.Namespace(_machine);

    public void Dispose()
    {
        Shell.Try("ip", ["-n", Namespace, "rule", "del", .. s_rule]);
        _program.Kill();
        _program.WaitForExit();
        _program.Dispose();
        Shell.Try("ip", "-n", Namespace, "tuntap", "del", "mode", "tun", "name", Device);
    }

    private static string Text(double number) => Math.Round(number).ToString(CultureInfo.InvariantCulture);
}
