namespace Runink.Raft;

/// <summary>
/// Hashes a state to 128 bits, the same in every process. Node ids can be renamed on the way, so that states which differ only in
/// who is called what have the same hash under some renaming.
/// </summary>
/// <param name="renaming">The name that stands at place n is used for the node whose id is n; null to keep all names.</param>
/// <param name="withoutTimers">Whether timers and their generator are left out: for hosts that never tick.</param>
public struct StateHasher(NodeId[]? renaming, bool withoutTimers = false)
{
    private ulong _high = 0x9E3779B97F4A7C15;
    private ulong _low = 0xC2B2AE3D27D4EB4F;

    /// <summary>Starts an empty hash that keeps all names.</summary>
    public StateHasher()
        : this(null)
    {
    }

    /// <summary>The hash of everything added so far.</summary>
    public readonly UInt128 Value => new(Mix(_high ^ (_low >> 7)), Mix(_low ^ (_high << 9)));

    /// <summary>Whether timers are left out.</summary>
    public readonly bool WithoutTimers => withoutTimers;

    /// <summary>Starts an empty hash with the same renaming.</summary>
    public readonly StateHasher Fresh() => new(renaming, withoutTimers);

    /// <summary>The name under which the node is hashed.</summary>
    public readonly NodeId NameOf(NodeId id) =>
        renaming is not null && id.Value < (ulong)renaming.Length ? renaming[id.Value] : id;

    /// <summary>Adds a number.</summary>
    public void Add(long value)
    {
        _high = Mix(_high ^ (ulong)value) + _low;
        _low = (System.Numerics.BitOperations.RotateLeft(_low, 23) ^ _high) * 0xD6E8FEB86659FD93;
    }

    /// <summary>Adds a truth value.</summary>
    public void Add(bool value) => Add(value ? 1L : 0L);

    /// <summary>Adds a node by its name.</summary>
    public void Add(NodeId id) => Add((long)NameOf(id).Value);

    /// <summary>Adds a term.</summary>
    public void Add(Term term) => Add(term.Value);

    /// <summary>Adds an index.</summary>
    public void Add(LogIndex index) => Add(index.Value);

    /// <summary>Adds the sum of hashes whose order has no meaning.</summary>
    public void Add(UInt128 sum)
    {
        Add((long)(ulong)(sum >> 64));
        Add((long)(ulong)sum);
    }

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        Add(bytes.Length);
        foreach (var b in bytes) Add((long)b);
    }

    private static ulong Mix(ulong x)
    {
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
