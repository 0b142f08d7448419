namespace Runink.Simulation;

/// <summary>The states seen so far, by their 128-bit hashes.</summary>
public sealed class VisitedSet
{
    private UInt128[] _slots = new UInt128[1 << 16];

    public long Count { get; private set; }

    /// <returns>Whether the hash is new.</returns>
    public bool Add(UInt128 hash)
    {
        // Zero marks an empty slot.
        if (hash == 0) hash = 1;
        if (Count * 4 >= _slots.Length * 3L) Grow();
        ref var slot = ref Find(_slots, hash);
        if (slot == hash) return false;
        slot = hash;
        Count++;
        return true;
    }

    private void Grow()
    {
        var larger = new UInt128[_slots.Length * 2];
        foreach (var hash in _slots)
            if (hash != 0) Find(larger, hash) = hash;
        _slots = larger;
    }

    private static ref UInt128 Find(UInt128[] slots, UInt128 hash)
    {
        var at = (int)(((ulong)hash ^ (ulong)(hash >> 64)) & (ulong)(slots.Length - 1));
        while (slots[at] != 0 && slots[at] != hash) at = (at + 1) & (slots.Length - 1);
        return ref slots[at];
    }
}
