using System.Collections.Concurrent;
using System.Net;
using Runink.Barn.Client.Tests;
using Runink.Protocol.PeerV1;
using Runink.Raft;
using Runink.Rpc;

namespace Runink.Barn.Tests.Transport;

/// <summary>One end of a transport on a port of loopback: it sends, and remembers what it receives.</summary>
internal sealed class TestMember : IPeerEvents, IAsyncDisposable
{
    public const ulong Cluster = 0xC1;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ConcurrentQueue<Raft.Message> _received = new();
    private readonly PeerServer _server;
    private RpcServer? _listening;
    private int _lost;

    public TestMember(ulong id, Func<PeerOptions, PeerOptions>? configure = null)
    {
        // On a machine that is short of processors whoever is slow is not gone; tests of what happens to those who are say so.
        var options = new PeerOptions
        {
            ClusterId = Cluster,
            Self = new NodeId(id),
            ConnectTimeout = Patience,
            WriteTimeout = Patience,
            KeepAliveTimeout = Patience,
        };
        Options = configure?.Invoke(options) ?? options;
        var context = new LinkContext(Options, this, Traffic, Log);
        Links = new PeerLinks(context);
        _server = new PeerServer(context)
        {
            IsRemoved = Removed.Contains,
            Describe = () => new DescribeResponse { ClusterId = Options.ClusterId, MemberId = id, LowestVersion = 1, HighestVersion = 1 },
            Heard = address =>
            {
                Links.Hear(address);
                Heard.Enqueue(address);
                Happenings.Tell();
            },
        };
    }

    public PeerOptions Options { get; }

    public NodeId Id => Options.Self;

    public PeerTraffic Traffic { get; } = new();

    public SafeLog Log { get; } = new();

    public PeerLinks Links { get; }

    public HashSet<NodeId> Removed { get; } = [];

    public ConcurrentQueue<PeerAddress> Heard { get; } = new();

    /// <summary>What a receiver waits for before it takes more; none at first.</summary>
    public Func<IReadOnlyList<Raft.Message>, ValueTask> Taking { get; set; } = _ => default;

    public int LostStreams => Volatile.Read(ref _lost);

    public IReadOnlyList<Raft.Message> Received => [.. _received];

    public Uri Url { get; private set; } = null!;

    public PeerAddress Address => new(Id, [Url]);

    public async Task<TestMember> ListenAsync(int? port = null, RpcServerTls? tls = null)
    {
        // One of its own: one that the system chooses is another's as soon as this member does not listen.
        var at = new IPEndPoint(IPAddress.Loopback, port ?? FreePort.Take());
        _listening = new RpcServer(_server.ServerOptions([new RpcListener(at, tls)], null));
        await _listening.StartAsync();
        var scheme = tls is null ? "http" : "https";
        Url = new Uri($"{scheme}://127.0.0.1:{((IPEndPoint)_listening.EndPoints[0]).Port}");
        return this;
    }

    public async Task StopListeningAsync()
    {
        if (_listening is not null) await _listening.DisposeAsync();
        _listening = null;
    }

    public void Send(Raft.Message message)
    {
        Links.Send(message);
        Links.Flush();
    }

    public async ValueTask ReceivedAsync(IReadOnlyList<Raft.Message> messages)
    {
        Happenings.Tell();
        await Taking(messages);
        foreach (var message in messages) _received.Enqueue(message);
        Happenings.Tell();
    }

    public void Unreachable(NodeId peer)
    {
        Interlocked.Increment(ref _lost);
        Happenings.Tell();
    }

    /// <summary>Waits until that holds, and fails when it does not come to hold.</summary>
    public static Task UntilAsync(Func<bool> holds, string what) => Happenings.UntilAsync(holds, what);

    public Task ReceivesAsync(int messages) => UntilAsync(() => _received.Count >= messages, $"{messages} messages, {_received.Count} came");

    public async ValueTask DisposeAsync()
    {
        await Links.DisposeAsync();
        await StopListeningAsync();
    }

    public Heartbeat Beat(TestMember to, long round) => new(new GroupId(1), Id, to.Id, new Term(1), default, round);

    public AppendRequest Append(TestMember to, long first, params byte[][] commands) => new(
        new GroupId(1), Id, to.Id, new Term(1), new LogPosition(new LogIndex(first - 1), new Term(1)),
        [.. commands.Select((command, i) => new Raft.Entry(new LogIndex(first + i), new Term(1), EntryKind.Command, command))],
        default);

    public SnapshotChunk Piece(TestMember to, long offset, int bytes) => new(
        new GroupId(1), Id, to.Id, new Term(1), new SnapshotDescription(new LogPosition(new LogIndex(9), new Term(1)), Raft.Membership.OfVoters(1, 2)),
        offset, new byte[bytes], false);
}
