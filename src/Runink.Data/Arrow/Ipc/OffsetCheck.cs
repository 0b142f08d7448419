using System.Numerics;

namespace Runink.Data.Arrow.Ipc;

/// <summary>Proves that offsets begin at zero or later, never fall, and end within what they point into.</summary>
internal static class OffsetCheck
{
    internal static bool Holds(ReadOnlySpan<int> offsets, long end)
    {
        if (offsets[0] < 0 || offsets[^1] > end) return false;
        // A negative step or a negative offset has the highest bit set, whatever overflows.
        var seen = Vector<int>.Zero;
        var i = 1;
        for (; i + Vector<int>.Count <= offsets.Length; i += Vector<int>.Count)
        {
            var here = new Vector<int>(offsets[i..]);
            seen |= here | here - new Vector<int>(offsets[(i - 1)..]);
        }
        var rest = 0;
        for (; i < offsets.Length; i++) rest |= offsets[i] | offsets[i] - offsets[i - 1];
        return rest >= 0 && !Vector.LessThanAny(seen, Vector<int>.Zero);
    }

    internal static bool Holds(ReadOnlySpan<long> offsets, long end)
    {
        if (offsets[0] < 0 || offsets[^1] > end) return false;
        var seen = Vector<long>.Zero;
        var i = 1;
        for (; i + Vector<long>.Count <= offsets.Length; i += Vector<long>.Count)
        {
            var here = new Vector<long>(offsets[i..]);
            seen |= here | here - new Vector<long>(offsets[(i - 1)..]);
        }
        long rest = 0;
        for (; i < offsets.Length; i++) rest |= offsets[i] | offsets[i] - offsets[i - 1];
        return rest >= 0 && !Vector.LessThanAny(seen, Vector<long>.Zero);
    }
}
