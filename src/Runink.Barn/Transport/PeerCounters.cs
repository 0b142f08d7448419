using Runink.Raft;

namespace Runink.Barn;

/// <summary>What was exchanged with one member since the start. Thread-safe.</summary>
/// <param name="peer">Which member.</param>
internal sealed class PeerCounters(NodeId peer)
{
    private long _sentMessages;
    private long _sentBytes;
    private long _receivedMessages;
    private long _receivedBytes;
    private long _unknownMessages;
    private long _droppedMessages;
    private long _lostStreams;
    private long _deflatedFrames;
    private int _openLanes;

    public NodeId Peer { get; } = peer;

    public long SentMessages => Volatile.Read(ref _sentMessages);

    /// <summary>Bytes of frames.</summary>
    public long SentBytes => Volatile.Read(ref _sentBytes);

    public long ReceivedMessages => Volatile.Read(ref _receivedMessages);

    /// <summary>Bytes of frames.</summary>
    public long ReceivedBytes => Volatile.Read(ref _receivedBytes);

    /// <summary>Messages received whose kind this version does not know.</summary>
    public long UnknownMessages => Volatile.Read(ref _unknownMessages);

    /// <summary>Messages that were not sent: too many waited, or the member could not be reached.</summary>
    public long DroppedMessages => Volatile.Read(ref _droppedMessages);

    /// <summary>Streams to the member that were lost or did not come about.</summary>
    public long LostStreams => Volatile.Read(ref _lostStreams);

    /// <summary>Frames that left deflated.</summary>
    public long DeflatedFrames => Volatile.Read(ref _deflatedFrames);

    /// <summary>Whether the lane on which elections depend is open.</summary>
    public bool IsReachable => (Volatile.Read(ref _openLanes) & (1 << (int)PeerLane.Control)) != 0;

    public void Sent(OutgoingFrame frame, int bytes)
    {
        Interlocked.Add(ref _sentMessages, frame.Messages.Count);
        Interlocked.Add(ref _sentBytes, bytes);
        if (!frame.Deflated.IsEmpty) Interlocked.Increment(ref _deflatedFrames);
    }

    public void Received(IncomingFrame frame)
    {
        Interlocked.Add(ref _receivedMessages, frame.Messages.Count + frame.Unknown);
        Interlocked.Add(ref _receivedBytes, frame.WireBytes);
        if (frame.Unknown > 0) Interlocked.Add(ref _unknownMessages, frame.Unknown);
    }

    public void Dropped(int messages) => Interlocked.Add(ref _droppedMessages, messages);

    public void Opened(PeerLane lane) => Interlocked.Or(ref _openLanes, 1 << (int)lane);

    public void Lost(PeerLane lane)
    {
        Interlocked.And(ref _openLanes, ~(1 << (int)lane));
        Interlocked.Increment(ref _lostStreams);
    }
}
