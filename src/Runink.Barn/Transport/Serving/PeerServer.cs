using Microsoft.Extensions.Logging;
using Runink.Protocol.PeerV1;
using Runink.Raft;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>Serves the streams of other members, and tells whoever asks about the cluster. Thread-safe.</summary>
internal sealed class PeerServer
{
    private static readonly StreamEnd Ended = new();

    private readonly LinkContext _context;
    private readonly PeerSlots _slots = new();

    public PeerServer(LinkContext context)
    {
        _context = context;
        Service = new RpcService(
            PeerReflection.Descriptor.Services[0],
            RpcMethod.ClientStreaming(
                PeerMethods.StreamName, new FrameReader(context.Options.MaxFrameBytes), Marshaller.Protobuf<StreamEnd>(),
                ServeAsync),
            RpcMethod.Unary(
                PeerMethods.DescribeName, Marshaller.Protobuf<DescribeRequest>(), Marshaller.Protobuf<DescribeResponse>(),
                (_, _) => new ValueTask<DescribeResponse>(Describe!())));
    }

    /// <summary>Whether that member was removed for good. One that is not known here may be on its way in.</summary>
    public required Func<NodeId, bool> IsRemoved { get; init; }

    /// <summary>Answers who is asked, and whom it knows.</summary>
    public required Func<DescribeResponse> Describe { get; init; }

    /// <summary>Told, with its addresses, of each member that opens a stream.</summary>
    public required Action<PeerAddress> Heard { get; init; }

    /// <summary>What is to be served.</summary>
    public RpcService Service { get; }

    /// <summary>How a server for other members is set up.</summary>
    public RpcServerOptions ServerOptions(IReadOnlyList<RpcListener> listeners, ILoggerFactory? loggers) => new()
    {
        Listeners = listeners,
        Services = [Service],
        MaxReceiveBytes = _context.Options.MaxFrameBytes,
        MaxConnections = 1024,
        MaxConcurrentStreams = 64,
        KeepAliveDelay = _context.Options.KeepAliveDelay,
        KeepAliveTimeout = _context.Options.KeepAliveTimeout,
        // Streams between members have no end to wait for.
        DrainTime = TimeSpan.Zero,
        LoggerFactory = loggers,
    };

    private async ValueTask<StreamEnd> ServeAsync(RpcStreamReader<IncomingFrame> frames, RpcCall call)
    {
        var opening = PeerOpening.Read(call.RequestHeaders);
        if (Refusal(opening) is { } why)
        {
            PeerLog.PeerRefused(_context.Log, PeerLog.Name(opening.From), why);
            throw new RpcException(RpcCode.FailedPrecondition, why);
        }

        using var place = _slots.Take(opening.From, opening.Lane);
        Heard(new PeerAddress(opening.From, opening.Urls));
        try
        {
            await ReceiveAsync(frames, opening, place).ConfigureAwait(false);
            return Ended;
        }
        catch (RpcException failure)
        {
            PeerLog.StreamFailed(_context.Log, PeerLog.Name(opening.From), failure.Message);
            throw;
        }
    }

    private async Task ReceiveAsync(RpcStreamReader<IncomingFrame> frames, PeerOpening opening, PeerSlots.Holder place)
    {
        var counters = _context.Traffic.Of(opening.From);
        var isToldOfUnknown = false;
        while (await frames.MoveNextAsync().ConfigureAwait(false))
        {
            var frame = frames.Current;
            if (frame.From != opening.From || frame.To != opening.To)
                throw new RpcException(RpcCode.InvalidArgument, "a frame of another sender, or for another receiver");
            counters.Received(frame);
            if (frame.Unknown > 0 && !isToldOfUnknown)
            {
                isToldOfUnknown = true;
                PeerLog.UnknownMessages(_context.Log, PeerLog.Name(opening.From));
            }

            if (frame.Messages.Count > 0) await place.DeliverAsync(frame.Messages, _context.Events).ConfigureAwait(false);
        }
    }

    private string? Refusal(PeerOpening opening)
    {
        var options = _context.Options;
        if (opening.ClusterId != options.ClusterId)
        {
            return $"this is cluster {options.ClusterId:x}, not {opening.ClusterId:x}: a peer URL leads to another cluster; "
                + "correct the URLs, or start both for the first time with the same --initial-cluster and --initial-cluster-token";
        }

        if (opening.To != options.Self)
        {
            return $"this is member {PeerLog.Name(options.Self)}, not {PeerLog.Name(opening.To)}: "
                + "a peer URL leads to another member than it should; correct it with 'member update'";
        }

        if (!options.Versions.Meets(opening.Versions))
        {
            return $"this member speaks versions {options.Versions} of the protocol, the other one {opening.Versions}: "
                + "upgrade by one release at a time";
        }

        return IsRemoved(opening.From)
            ? $"member {PeerLog.Name(opening.From)} was removed from the cluster: stop it for good; "
                + "to use its machine again, empty its data directory and add it as a new member"
            : null;
    }
}
