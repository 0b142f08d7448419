namespace Runink.Simulation;

/// <summary>What may happen to a node.</summary>
public enum MoveKind
{
    /// <summary>A message arrives; the argument is its number among the messages to this node.</summary>
    Deliver,

    /// <summary>The election timeout is over.</summary>
    Campaign,

    /// <summary>A client gives a command; the argument is its number.</summary>
    Propose,

    /// <summary>A client asks for a read; the argument is its number.</summary>
    Read,

    /// <summary>Time passes.</summary>
    Tick,

    /// <summary>The oldest write becomes durable.</summary>
    Complete,

    /// <summary>The power fails and comes back; the argument is how many of the writes under way were kept.</summary>
    Crash,

    /// <summary>The operator asks for a membership change; the argument is its place in the scope.</summary>
    Change,

    /// <summary>The operator asks for a transfer; the argument is the target.</summary>
    Transfer,
}

/// <summary>One thing that happens to one node.</summary>
public readonly record struct Move(MoveKind Kind, int Node, int Argument = 0)
{
    private const int ArgumentBits = 20;
    private const int NodeBits = 4;

    public static Move Unpack(int packed) => new(
        (MoveKind)(packed >> (ArgumentBits + NodeBits)),
        (packed >> ArgumentBits) & ((1 << NodeBits) - 1),
        packed & ((1 << ArgumentBits) - 1));

    public int Pack() => ((((int)Kind << NodeBits) | Node) << ArgumentBits) | Argument;
}
