using System.Buffers;
using Runink.Barn;
using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// A node's way to the others over a simulated network, in frames as they stand on a real one. A peer is reached where the node says,
/// or, where it does not know it or where it is, once the peer itself was heard: it says so.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="self">Whose links these are.</param>
/// <param name="chance">What the sender decides by chance.</param>
internal sealed class BarnLinks(SimulatedNetwork network, NodeId self, Prng chance) : IPeerLinks
{
    private const int DeflatedPerMillion = 50_000;

    private readonly SortedDictionary<ulong, OutgoingFrame> _frames = [];
    private readonly HashSet<ulong> _named = [];
    private readonly HashSet<ulong> _reached = [];
    private readonly HashSet<ulong> _heard = [];
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private int _life;

    /// <summary>The machine, once there is one.</summary>
    public BarnMachine? Machine { get; set; }

    /// <summary>The host of a member's peer URL, which is the member's address in the network.</summary>
    public static string HostOf(ulong id) => $"n{id}";

    public void SetPeers(IReadOnlyList<PeerAddress> peers)
    {
        if (Machine is not null && Machine.Life != _life)
        {
            _life = Machine.Life;
            _heard.Clear();
        }

        // A member that was named and is no more is not answered either.
        _heard.ExceptWith(_named.Except(peers.Select(peer => peer.Id.Value)));
        _named.Clear();
        _reached.Clear();
        foreach (var (id, urls) in peers)
        {
            _named.Add(id.Value);
            if (urls.Any(url => url.Host == HostOf(id.Value))) _reached.Add(id.Value);
        }
    }

    /// <summary>A peer opened a connection to this node.</summary>
    public void Hear(int peer) => _heard.Add((ulong)peer);

    public void Send(Message message)
    {
        Machine?.Leaves(message);
        var to = message.To.Value;
        if (!_reached.Contains(to) && !_heard.Contains(to)) return;
        if (!_frames.TryGetValue(to, out var frame)) _frames.Add(to, frame = new OutgoingFrame(self, message.To));
        // Pieces of snapshots go by a lane of their own.
        if (message is SnapshotChunk) frame = new OutgoingFrame(self, message.To);
        frame.Add(message, MessageCodec.Measure(message));
        if (message is SnapshotChunk) Transmit(frame);
    }

    public void Flush()
    {
        foreach (var frame in _frames.Values)
        {
            if (frame.Messages.Count == 0) continue;
            Transmit(frame);
            frame.Clear();
        }
    }

    private void Transmit(OutgoingFrame frame)
    {
        var (from, to) = ((int)self.Value, (int)frame.To.Value);
        if (network.Links.IsBlocked(from, to) && chance.Coin()) Machine?.Unreachable(frame.To);
        if (chance.Chance(DeflatedPerMillion)) frame.TryDeflate();
        _bytes.ResetWrittenCount();
        FrameWriter.Instance.Write(frame, _bytes);
        network.Send(from, to, _bytes.WrittenSpan.ToArray());
    }
}
