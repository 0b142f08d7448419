using Runink.Raft;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>
/// The place of each incoming stream: one for each sender and lane. A newer stream takes the place of an older one, which may be
/// a connection that is dead and does not know it yet; what the older still brings is not delivered. Thread-safe.
/// </summary>
internal sealed class PeerSlots
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(NodeId From, string Lane), Slot> _slots = [];

    /// <summary>Takes the place. To be disposed of when the stream ends.</summary>
    public Holder Take(NodeId from, string lane)
    {
        lock (_gate)
        {
            if (!_slots.TryGetValue((from, lane), out var slot)) _slots.Add((from, lane), slot = new Slot());
            slot.Users++;
            return slot.Newest = new Holder(this, (from, lane), slot);
        }
    }

    private void Leave((NodeId From, string Lane) key, Slot slot)
    {
        lock (_gate)
            if (--slot.Users == 0) _slots.Remove(key);
    }

    /// <summary>One stream in its place.</summary>
    public sealed class Holder : IDisposable
    {
        private readonly PeerSlots _slots;
        private readonly (NodeId From, string Lane) _key;
        private readonly Slot _slot;

        internal Holder(PeerSlots slots, (NodeId From, string Lane) key, Slot slot) => (_slots, _key, _slot) = (slots, key, slot);

        /// <summary>Hands messages on, unless a newer stream has come; never while another of this place does.</summary>
        /// <exception cref="RpcException">Aborted: a newer stream has come.</exception>
        public async ValueTask DeliverAsync(IReadOnlyList<Message> messages, IPeerEvents events)
        {
            await _slot.Turn.WaitAsync().ConfigureAwait(false);
            try
            {
                if (_slot.Newest != this) throw new RpcException(RpcCode.Aborted, "a newer stream has taken this one's place");
                await events.ReceivedAsync(messages).ConfigureAwait(false);
            }
            finally
            {
                _slot.Turn.Release();
            }
        }

        public void Dispose() => _slots.Leave(_key, _slot);
    }

    internal sealed class Slot
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public Holder? Newest { get; set; }

        public int Users { get; set; }
    }
}
