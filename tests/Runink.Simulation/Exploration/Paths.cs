namespace Runink.Simulation;

/// <summary>How each state was first reached: by which move, from which state. States are numbered as discovered.</summary>
public sealed class Paths
{
    private const int ChunkStates = 1 << 20;
    private readonly List<(int Parent, int Move)[]> _chunks = [];

    public int Count { get; private set; }

    public void Add(int parent, Move move)
    {
        if (Count % ChunkStates == 0) _chunks.Add(new (int, int)[ChunkStates]);
        _chunks[Count / ChunkStates][Count % ChunkStates] = (parent, move.Pack());
        Count++;
    }

    /// <summary>The moves from the start (state 0) to a state.</summary>
    public List<Move> To(int state)
    {
        List<Move> moves = [];
        while (state > 0)
        {
            var (parent, move) = _chunks[state / ChunkStates][state % ChunkStates];
            moves.Add(Move.Unpack(move));
            state = parent;
        }

        moves.Reverse();
        return moves;
    }
}
