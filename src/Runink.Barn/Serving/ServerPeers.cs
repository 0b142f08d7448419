using Microsoft.Extensions.Logging;
using Runink.Protocol.PeerV1;
using Runink.Raft;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>A server's node and what ties it to the other members: the links, the port for them, and what is asked of the leader.</summary>
internal sealed class ServerPeers : IAsyncDisposable
{
    private readonly BarnServerOptions _options;
    private readonly ReloadingTls? _tls;
    private readonly MembersRecorder _recorder;
    private readonly LeaderCalls _calls;
    private readonly ReplicaComparison _comparison;
    private readonly ReplicaMonitor _monitor;
    private readonly RpcServer? _rpc;
    private readonly ILogger _log;
    private LinkContext _context = null!;
    private PeerLinks _links = null!;

    private ServerPeers(BarnServerOptions options, DataDirectory directory, ReloadingTls? tls, ILoggerFactory loggers)
    {
        (_options, _tls) = (options, tls);
        var log = _log = loggers.CreateLogger(BarnLog.Category);
        var formation = directory.Known!.As(options);
        var reporter = new NodeReporter(log);
        _recorder = new MembersRecorder(formation, directory, log);
        Node = BarnNode.Start(ServerComposition.Node(options, formation, log), directory.Disk, new SystemClock(),
            events =>
            {
                _context = new LinkContext(Peers(options, formation.Identity, tls), events, new PeerTraffic(), log);
                return _links = new PeerLinks(_context);
            },
            (status, view) =>
            {
                reporter.Observe(status, view);
                _recorder.Observe(status, view);
            });
        foreach (var recovery in RecoveryRecord.In(Node.View)) BarnLog.Recovered(log, recovery.ToString());
        foreach (var lost in Node.Lost) BarnLog.EntriesLost(log, lost.First.Value, lost.Last.Value, lost.Offset, lost.File, lost.Problem);
        _calls = new LeaderCalls(UrlsOf, Connect, Node.Options.RequestTimeout);
        Control = new ClusterControl(Node, _calls);
        _comparison = new ReplicaComparison(Node, new ReplicaCalls(Node.Options.ClusterId, UrlsOf, Connect));
        _monitor = new ReplicaMonitor(Node, _comparison, options.CorruptCheckInterval, log);
        if (options.ListenPeers.Count > 0) _rpc = Serve(loggers);
    }

    public BarnNode Node { get; }

    public ClusterControl Control { get; }

    /// <summary>What was exchanged with the other members.</summary>
    public PeerTraffic Traffic => _context.Traffic;

    /// <summary>How comparisons of the members ended.</summary>
    public ReplicaCounters Comparisons => _monitor.Counters;

    /// <summary>Starts the node of a directory whose owner is known.</summary>
    public static ServerPeers Start(BarnServerOptions options, DataDirectory directory, ReloadingTls? tls, ILoggerFactory loggers) =>
        new(options, directory, tls, loggers);

    /// <summary>How this member speaks to others.</summary>
    public static PeerOptions Peers(BarnServerOptions options, MemberIdentity identity, ReloadingTls? tls) => new()
    {
        ClusterId = identity.ClusterId,
        Self = new NodeId(identity.MemberId),
        Urls = [.. options.AdvertisePeerUrls.Select(url => new Uri(url))],
        Tls = tls,
        MaxFrameBytes = Math.Max(PeerOptions.SmallestMaxFrameBytes, options.MaxRequestBytes + PeerOptions.FrameRoom),
    };

    /// <summary>Lets the other members in.</summary>
    /// <exception cref="CannotListenException">An address is taken, or not of this machine.</exception>
    public async Task ListenAsync()
    {
        if (_rpc is null) return;
        try
        {
            await _rpc.StartAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            throw new CannotListenException($"{string.Join(", ", _options.ListenPeers)}: {e.Message}", e);
        }
    }

    /// <summary>Compares this member with the others before it serves clients, if the options ask for it.</summary>
    /// <exception cref="ReplicaDiffersException">It differs.</exception>
    public Task CompareInitiallyAsync(CancellationToken stop) =>
        _options.InitialCorruptCheck ? InitialComparison.RunAsync(Node, _comparison, _log, stop) : Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _monitor.DisposeAsync().ConfigureAwait(false);
        if (_rpc is not null) await _rpc.DisposeAsync().ConfigureAwait(false);
        await Node.DisposeAsync().ConfigureAwait(false);
        await _links.DisposeAsync().ConfigureAwait(false);
        await _recorder.FlushAsync().ConfigureAwait(false);
        _calls.Dispose();
        _tls?.Dispose();
    }

    private RpcServer Serve(ILoggerFactory loggers)
    {
        var peers = new PeerServer(_context)
        {
            IsRemoved = id => Node.View.Members.WasRemoved(id.Value),
            Describe = Describe,
            Heard = address =>
            {
                _links.Hear(address);
                Node.Heard(address);
            },
        };
        RpcListener[] listeners =
            [.. _options.ListenPeers.Select(address => new RpcListener(address.EndPoint, address.IsTls ? ServerComposition.Tls(_tls!) : null))];
        var leader = new LeaderService(Node, Control);
        return new RpcServer(peers.ServerOptions(listeners, loggers) with { Services = [peers.Service, leader.Describe(), new ReplicaService(Node).Describe()] });
    }

    private DescribeResponse Describe()
    {
        var status = Node.Status;
        return new DescribeResponse
        {
            ClusterId = Node.Options.ClusterId,
            MemberId = Node.Options.MemberId,
            LeaderId = status.Leader,
            Term = status.Term.Value,
            LowestVersion = (uint)_context.Options.Versions.Lowest,
            HighestVersion = (uint)_context.Options.Versions.Highest,
            Members =
            {
                Control.Members.Select(entry => new DescribeResponse.Types.Member
                {
                    Id = entry.Member.Id,
                    Name = entry.Member.Name,
                    PeerUrls = { entry.Member.PeerUrls },
                    ClientUrls = { entry.Member.ClientUrls },
                    IsLearner = entry.IsLearner,
                }),
            },
        };
    }

    private RpcChannel Connect(Uri url) => new(PeerChannel.Options(url, _context.Options));

    private IReadOnlyList<Uri> UrlsOf(ulong id) => _links.UrlsOf(new NodeId(id));
}
