namespace Runink.Barn;

/// <summary>Which proposals of one origin were applied: all up to one, and a ring of bits for those after it.</summary>
internal sealed class OriginSession
{
    /// <summary>How far the proposals of an origin may run ahead of what it acknowledged.</summary>
    public const int WindowMax = 65_536;

    private const int WordsAtFirst = 4;
    private const int WordBits = 64;
    private readonly object _edit;
    private ulong[] _applied;

    private OriginSession(object edit, ulong origin, long acknowledged, long lastIndex, ulong[] applied)
    {
        _edit = edit;
        Origin = origin;
        Acknowledged = acknowledged;
        LastIndex = lastIndex;
        _applied = applied;
    }

    public ulong Origin { get; }

    /// <summary>Proposals up to this one are settled.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>The log index at which the origin was last heard of.</summary>
    public long LastIndex { get; private set; }

    private long Capacity => (long)_applied.Length * WordBits;

    public static OriginSession Start(object edit, ulong origin) => new(edit, origin, 0, 0, new ulong[WordsAtFirst]);

    /// <summary>This session when it may be changed under the edit, else a copy that may.</summary>
    public OriginSession Own(object edit) => ReferenceEquals(_edit, edit)
        ? this
        : new(edit, Origin, Acknowledged, LastIndex, (ulong[])_applied.Clone());

    /// <summary>
    /// Takes a proposal in: true when it is to be applied, false when it was already, null when it runs too far ahead.
    /// </summary>
    public bool? Admit(long sequence, long acknowledged, long index)
    {
        LastIndex = index;
        Acknowledge(acknowledged);
        if (sequence <= Acknowledged) return false;
        if (sequence - Acknowledged > WindowMax) return null;
        while (sequence - Acknowledged > Capacity) Widen();
        ref var word = ref Word(sequence);
        var bit = 1UL << (int)(sequence % WordBits);
        if ((word & bit) != 0) return false;
        word |= bit;
        return true;
    }

    /// <summary>Whether a proposal was taken in, or would not be any more.</summary>
    public bool IsSettled(long sequence) => sequence <= Acknowledged || (sequence - Acknowledged <= Capacity && IsApplied(sequence));

    public void Write(KvWriter writer)
    {
        writer.Unsigned(Origin);
        writer.Unsigned((ulong)Acknowledged);
        writer.Unsigned((ulong)LastIndex);
        var last = Acknowledged + Capacity;
        while (last > Acknowledged && !IsApplied(last)) last--;
        writer.Unsigned((ulong)(last - Acknowledged));
        for (var first = Acknowledged + 1; first <= last; first += 8)
        {
            var bits = 0;
            for (var i = 0; i < 8 && first + i <= last; i++) bits |= IsApplied(first + i) ? 1 << i : 0;
            writer.Byte((byte)bits);
        }
    }

    public static OriginSession Read(object edit, ref KvReader reader)
    {
        var session = new OriginSession(edit, reader.Unsigned(), reader.Count(), reader.Count(), new ulong[WordsAtFirst]);
        var length = reader.Count();
        if (length > WindowMax || session.Acknowledged > long.MaxValue - WindowMax)
            throw new KvFormatException("an origin's window is too wide");
        while (session.Capacity < length) session.Widen();
        var bits = 0;
        for (var i = 0; i < length; i++)
        {
            if (i % 8 == 0) bits = reader.Byte();
            var sequence = session.Acknowledged + 1 + i;
            if ((bits & (1 << (i % 8))) != 0) session.Word(sequence) |= 1UL << (int)(sequence % WordBits);
        }
        // The window ends with the last proposal that was applied: there is one way to write a session.
        if (length > 0 && bits >> (int)((length - 1) % 8) != 1) throw new KvFormatException("an origin's window ends elsewhere");
        return session;
    }

    private bool IsApplied(long sequence) => (Word(sequence) & (1UL << (int)(sequence % WordBits))) != 0;

    private ref ulong Word(long sequence) => ref _applied[sequence / WordBits % _applied.Length];

    private void Acknowledge(long through)
    {
        if (through <= Acknowledged) return;
        if (through - Acknowledged >= Capacity)
        {
            Array.Clear(_applied);
        }
        else
        {
            for (var sequence = Acknowledged + 1; sequence <= through; sequence++)
                Word(sequence) &= ~(1UL << (int)(sequence % WordBits));
        }
        Acknowledged = through;
    }

    private void Widen()
    {
        var narrow = _applied;
        var wide = new ulong[narrow.Length * 2];
        for (var sequence = Acknowledged + 1; sequence <= Acknowledged + Capacity; sequence++)
        {
            if (IsApplied(sequence)) wide[sequence / WordBits % wide.Length] |= 1UL << (int)(sequence % WordBits);
        }
        _applied = wide;
    }
}
