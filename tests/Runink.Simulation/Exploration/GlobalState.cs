namespace Runink.Simulation;

/// <summary>A state of the whole, to be reused: each node, every message that may still arrive, and the past.</summary>
public sealed class GlobalState
{
    private const int BitsPerWord = 64;
    private readonly ulong[][] _sent;

    public GlobalState(int nodes, int renamings)
    {
        Nodes = new LocalState[nodes];
        _sent = [.. Enumerable.Range(0, nodes).Select(_ => new ulong[4])];
        Sums = new UInt128[renamings];
    }

    public LocalState[] Nodes { get; }

    public int Past { get; set; }

    /// <summary>For each renaming the sum of the hashes of nodes and messages: the order of a sum has no meaning.</summary>
    public UInt128[] Sums { get; }

    public void CopyFrom(GlobalState other)
    {
        other.Nodes.CopyTo(Nodes, 0);
        for (var node = 0; node < _sent.Length; node++) other.SentTo(node).CopyTo(ReserveSent(node, other.SentTo(node).Length));
        Past = other.Past;
        other.Sums.CopyTo(Sums, 0);
    }

    public void SetNode(int node, LocalState state)
    {
        for (var i = 0; i < Sums.Length; i++) Sums[i] += state.Hashes[i] - (Nodes[node]?.Hashes[i] ?? UInt128.Zero);
        Nodes[node] = state;
    }

    public bool Contains(MessageName name) =>
        name.Number / BitsPerWord < _sent[name.To].Length && (_sent[name.To][name.Number / BitsPerWord] & Bit(name)) != 0;

    public void Add(MessageName name, UInt128[] hashes)
    {
        while (name.Number / BitsPerWord >= _sent[name.To].Length) Array.Resize(ref _sent[name.To], _sent[name.To].Length * 2);
        _sent[name.To][name.Number / BitsPerWord] |= Bit(name);
        for (var i = 0; i < Sums.Length; i++) Sums[i] += hashes[i];
    }

    public void Remove(MessageName name, UInt128[] hashes)
    {
        _sent[name.To][name.Number / BitsPerWord] &= ~Bit(name);
        for (var i = 0; i < Sums.Length; i++) Sums[i] -= hashes[i];
    }

    /// <summary>Fills a list with the numbers of the messages to a node.</summary>
    public void ListSent(int node, List<int> numbers)
    {
        numbers.Clear();
        for (var word = 0; word < _sent[node].Length; word++)
            for (var bits = _sent[node][word]; bits != 0; bits &= bits - 1)
                numbers.Add((word * BitsPerWord) + System.Numerics.BitOperations.TrailingZeroCount(bits));
    }

    /// <summary>The words in use of the messages to a node.</summary>
    public ReadOnlySpan<ulong> SentTo(int node) => _sent[node].AsSpan().TrimEnd(0UL);

    /// <summary>Makes room for so many words of messages to a node, to be filled in; there are none after them.</summary>
    public Span<ulong> ReserveSent(int node, int words)
    {
        if (_sent[node].Length < words) _sent[node] = new ulong[words];
        _sent[node].AsSpan(words).Clear();
        return _sent[node].AsSpan(0, words);
    }

    private static ulong Bit(MessageName name) => 1UL << (name.Number % BitsPerWord);
}
