namespace Runink.Simulation;

/// <summary>States in the order of their discovery, packed, each read once.</summary>
public sealed class StateQueue
{
    private const int ChunkWords = 1 << 18;
    private readonly Queue<ulong[]> _chunks = new();
    private ulong[] _writing = new ulong[ChunkWords];
    private ulong[] _reading;
    private int _written;
    private int _read;

    public StateQueue() => _reading = _writing;

    public long Count { get; private set; }

    public void Enqueue(GlobalState state)
    {
        Put((uint)state.Past);
        for (var node = 0; node < state.Nodes.Length; node++)
        {
            var words = state.SentTo(node);
            Put(((ulong)words.Length << 32) | (uint)state.Nodes[node].Number);
            foreach (var word in words) Put(word);
        }

        Count++;
    }

    /// <summary>Takes the oldest state; its sums are not filled in.</summary>
    public void Dequeue(GlobalState state, LocalStates locals)
    {
        state.Past = (int)Take();
        for (var node = 0; node < state.Nodes.Length; node++)
        {
            var head = Take();
            state.Nodes[node] = locals[(int)(uint)head];
            foreach (ref var word in state.ReserveSent(node, (int)(head >> 32))) word = Take();
        }

        Count--;
    }

    private void Put(ulong word)
    {
        if (_written == ChunkWords)
        {
            _writing = new ulong[ChunkWords];
            _chunks.Enqueue(_writing);
            _written = 0;
        }

        _writing[_written++] = word;
    }

    private ulong Take()
    {
        if (_read == ChunkWords) (_reading, _read) = (_chunks.Dequeue(), 0);
        return _reading[_read++];
    }
}
