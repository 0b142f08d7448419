using System.Globalization;
using System.Text.Json.Nodes;

namespace Runink.Cluster;

/// <summary>
/// Network namespaces on one bridge, a machine each, with the caller on the bridge itself; all of it is taken away at the end.
/// Needs root. Not for several threads.
/// </summary>
internal sealed class Laboratory : IDisposable
{
    private readonly string _prefix;
    private readonly string _network;
    private readonly int _machines;

    private Laboratory(int machines)
    {
        var draw = Random.Shared.Next(1 << 16);
        _prefix = string.Create(CultureInfo.InvariantCulture, $"rk{draw:x4}");
        _network = string.Create(CultureInfo.InvariantCulture, $"10.{200 + (draw >> 8) % 50}.{draw & 255}");
        _machines = machines;
    }

    private string Bridge => $"{_prefix}b";

    /// <summary>Why no laboratory can be had here; null if one can.</summary>
    public static string? WhyNot()
    {
        if (!OperatingSystem.IsLinux()) return "network namespaces are Linux's";
        if (Environment.UserName != "root") return "network namespaces need root";
        if (!Shell.Has("ip")) return "there is no ip: apt-get install iproute2";
        if (NativeTools.WhyNot() is { } missing) return missing;
        var probe = string.Create(CultureInfo.InvariantCulture, $"rkprobe{Random.Shared.Next(1 << 16):x4}");
        if (Shell.Try("ip", "netns", "add", probe) is { } refusal) return refusal;
        Shell.Run("ip", "netns", "del", probe);
        return null;
    }

    /// <summary>Makes machines 1 to <paramref name="machines"/>.</summary>
    public static Laboratory Make(int machines)
    {
        var laboratory = new Laboratory(machines);
        try
        {
            Shell.Run("ip", "link", "add", laboratory.Bridge, "type", "bridge");
            Shell.Run("ip", "addr", "add", $"{laboratory._network}.254/24", "dev", laboratory.Bridge);
            Shell.Run("ip", "link", "set", laboratory.Bridge, "up");
            for (var machine = 1; machine <= machines; machine++) laboratory.Add(machine);
            return laboratory;
        }
        catch
        {
            laboratory.Dispose();
            throw;
        }
    }

    public string Address(int machine) => string.Create(CultureInfo.InvariantCulture, $"{_network}.{machine}");

    public string Namespace(int machine) => string.Create(CultureInfo.InvariantCulture, $"{_prefix}n{machine}");

    /// <summary>From now on nothing that <paramref name="from"/> sends arrives at <paramref name="to"/>; nobody is told.</summary>
    public void Cut(int from, int to) => Shell.Run("ip", "-n", Namespace(to), "rule", "add", "from", Address(from), "pref", "10", "blackhole");

    /// <summary>Takes every cut away.</summary>
    public void Heal()
    {
        for (var machine = 1; machine <= _machines; machine++)
        {
            // A rule at a time: bounded by the number of those who may have been cut off.
            for (var rule = 0; rule <= _machines && Shell.Try("ip", "-n", Namespace(machine), "rule", "del", "pref", "10") is null; rule++)
            {
            }
        }
    }

    /// <summary>What a machine's kernel has counted.</summary>
    public LinkTraffic Traffic(int machine, string device = "eth0")
    {
        var link = JsonNode.Parse(Shell.Read("ip", "-n", Namespace(machine), "-json", "-statistics", "link", "show", "dev", device))![0]!;
        var (received, sent) = (link["stats64"]!["rx"]!, link["stats64"]!["tx"]!);
        return new LinkTraffic((long)received["bytes"]!, (long)sent["bytes"]!, (long)sent["packets"]!);
    }

    public void Dispose()
    {
        for (var machine = 1; machine <= _machines; machine++) Shell.Try("ip", "netns", "del", Namespace(machine));
        Shell.Try("ip", "link", "del", Bridge);
    }

    private void Add(int machine)
    {
        var (name, link) = (Namespace(machine), $"{Namespace(machine)}v");
        Shell.Run("ip", "netns", "add", name);
        Shell.Run("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", name);
        Shell.Run("ip", "link", "set", link, "master", Bridge, "up");
        Shell.Run("ip", "-n", name, "addr", "add", $"{Address(machine)}/24", "dev", "eth0");
        Shell.Run("ip", "-n", name, "link", "set", "eth0", "up");
        Shell.Run("ip", "-n", name, "link", "set", "lo", "up");
        // What is for this machine is looked up first of all unless told otherwise; a cut must come before that.
        Shell.Run("ip", "-n", name, "rule", "add", "pref", "100", "lookup", "local");
        Shell.Run("ip", "-n", name, "rule", "del", "pref", "0");
    }
}
