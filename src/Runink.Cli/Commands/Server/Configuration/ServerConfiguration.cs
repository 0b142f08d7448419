using Microsoft.Extensions.Logging;
using Runink.Barn;
using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Commands.Server.Configuration;

/// <summary>The settings of a server, understood and checked as a whole.</summary>
/// <param name="Server">What the server is started with.</param>
/// <param name="LogAsJson">Whether the log is JSON lines.</param>
/// <param name="LogLevel">From which level on is logged.</param>
/// <param name="Warnings">What was given and does nothing.</param>
internal sealed record ServerConfiguration(BarnServerOptions Server, bool LogAsJson, LogLevel LogLevel, IReadOnlyList<string> Warnings)
{
    private static readonly TimeSpan LeastInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Understands what was given. Null when something cannot be used; everything that is wrong is in <paramref name="found"/>.</summary>
    public static ServerConfiguration? From(IReadOnlyDictionary<string, SettingValue> values, List<Diagnostic> found)
    {
        var reader = new SettingReader(values, found);
        var warnings = Foreign(values, found);
        var listen = UrlSettings.ReadListeners(reader, ServerSettings.ListenClientUrls);
        var peers = UrlSettings.Read(reader, ServerSettings.InitialAdvertisePeerUrls);
        var tls = TlsSettings.Read(reader, TlsSettings.Clients);
        var peerTls = TlsSettings.Read(reader, TlsSettings.Peers);
        TlsSettings.CheckListeners(reader, ServerSettings.ListenClientUrls, ServerSettings.CertFile, listen, tls);
        var members = ClusterSettings.Read(reader, peers);
        var (heartbeat, election) = Timing(reader);
        var name = reader.Text(ServerSettings.Name);
        var options = new BarnServerOptions
        {
            Name = name,
            DataDirectory = Path.GetFullPath(reader.TextOrNull(ServerSettings.DataDir) ?? $"{name}.barn"),
            ListenClients = listen,
            AdvertiseClientUrls = Advertised(reader),
            AdvertisePeerUrls = Texts(peers),
            InitialCluster = members,
            ListenPeers = ClusterSettings.ReadListeners(reader, members, peerTls),
            PeerTls = peerTls,
            ClusterToken = reader.Text(ServerSettings.InitialClusterToken),
            MayBeginCluster = reader.Choice(ServerSettings.InitialClusterState, "new", "existing") == "new",
            HeartbeatInterval = heartbeat,
            ElectionTimeout = election,
            Follows = reader.TextOrNull(ServerSettings.Follow),
            ReadsByLease = reader.Switch(ServerSettings.ReadLease),
            QuotaBytes = Quota(reader),
            AutoCompaction = CompactionSettings.Read(reader),
            SnapshotEntries = reader.Number(ServerSettings.SnapshotCount, 1, long.MaxValue),
            MaxRequestBytes = (int)reader.Number(ServerSettings.MaxRequestBytes, 1024, 64 << 20),
            MaxTxnOperations = (int)reader.Number(ServerSettings.MaxTxnOps, 1, 100_000),
            InitialCorruptCheck = reader.Switch(ServerSettings.InitialCorruptCheck),
            CorruptCheckInterval = CorruptCheck(reader),
            Tls = tls,
        };
        var asJson = reader.Choice(ServerSettings.LogFormat, "text", "json") == "json";
        var level = LevelOf(reader.Choice(ServerSettings.LogLevel, "debug", "info", "warn", "error"));
        return found.Exists(one => one.IsError) ? null : new(options, asJson, level, warnings);
    }

    private static List<string> Foreign(IReadOnlyDictionary<string, SettingValue> values, List<Diagnostic> found)
    {
        var warnings = new List<string>();
        foreach (var name in SettingNames.Foreign)
        {
            if (!values.TryGetValue(name, out var value)) continue;
            if (ForeignSettings.Ignored.TryGetValue(name, out var why)) warnings.Add($"{value.Source} does nothing here: {why}");
            else if (!ForeignSettings.AsksForNothing(value.Text))
                found.Add(ServerErrors.RefusedSetting.Error($"{value.Source} is not supported: {ForeignSettings.Refused[name]}", value.At));
        }

        return warnings;
    }

    private static IReadOnlyList<string> Advertised(SettingReader reader)
    {
        if (reader.IsGiven(ServerSettings.ListenClientUrls) && !reader.IsGiven(ServerSettings.AdvertiseClientUrls))
        {
            reader.Report(ServerErrors.Contradiction, ServerSettings.ListenClientUrls,
                $"{reader.NameOf(ServerSettings.ListenClientUrls)} is given, but not --advertise-client-urls",
                "say under which URLs clients reach this server: an address to listen on need not be one that they know");
        }

        return Texts(UrlSettings.Read(reader, ServerSettings.AdvertiseClientUrls));
    }

    private static IReadOnlyList<string> Texts(IReadOnlyList<Uri> urls) => [.. urls.Select(url => url.GetLeftPart(UriPartial.Authority))];

    private static (TimeSpan Heartbeat, TimeSpan Election) Timing(SettingReader reader)
    {
        var heartbeat = reader.Number(ServerSettings.HeartbeatInterval, 1, 10_000);
        var election = reader.Number(ServerSettings.ElectionTimeout, 5, 50_000);
        // Whoever sets one of the two gets another that fits it.
        if (!reader.IsGiven(ServerSettings.ElectionTimeout)) election = Math.Max(election, 5 * heartbeat);
        else if (!reader.IsGiven(ServerSettings.HeartbeatInterval)) heartbeat = Math.Max(1, Math.Min(heartbeat, election / 5));
        if (election < 5 * heartbeat)
        {
            reader.Report(ServerErrors.Contradiction, ServerSettings.ElectionTimeout,
                $"{reader.NameOf(ServerSettings.ElectionTimeout)} ({election} ms) is less than five times "
                + $"{reader.NameOf(ServerSettings.HeartbeatInterval)} ({heartbeat} ms)",
                "a leader must be able to miss a few heartbeats before it is given up");
        }

        return (TimeSpan.FromMilliseconds(heartbeat), TimeSpan.FromMilliseconds(election));
    }

    private static long? Quota(SettingReader reader) => reader.Number(ServerSettings.QuotaBackendBytes, long.MinValue, long.MaxValue) switch
    {
        0 => 2L << 30,
        < 0 => null,
        var bytes => bytes,
    };

    /// <summary>How often etcd would compare; never, which is its default, is as often as costs little here.</summary>
    private static TimeSpan? CorruptCheck(SettingReader reader)
    {
        if (!GoDuration.TryParse(reader.Text(ServerSettings.CorruptCheckTime), out var interval) || (interval > TimeSpan.Zero && interval < LeastInterval))
            reader.Refuse(ServerSettings.CorruptCheckTime, "must be a duration such as 10m, of 100ms or more, or 0s");
        return interval >= LeastInterval ? interval : null;
    }

    private static LogLevel LevelOf(string word) => word switch
    {
        "debug" => LogLevel.Debug,
        "warn" => LogLevel.Warning,
        "error" => LogLevel.Error,
        _ => LogLevel.Information,
    };
}
