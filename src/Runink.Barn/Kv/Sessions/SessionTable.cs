using System.Buffers;

namespace Runink.Barn;

/// <summary>
/// Remembers what was applied of each origin, so that a proposal made twice is applied once. When there are too many origins the
/// one that was not heard of for the longest goes: it is a node's life that ended long ago.
/// </summary>
internal sealed class SessionTable
{
    /// <summary>The most origins remembered.</summary>
    public const int OriginsMax = 1024;

    private readonly List<OriginSession> _sessions = [];
    private object _edit = new();
    private OriginSession[]? _frozen;
    private int _last;

    /// <summary>
    /// Takes a proposal in: true when it is to be applied, false when it was already, null when it runs too far ahead.
    /// </summary>
    public bool? Admit(in KvEnvelope envelope, long index)
    {
        Thaw();
        var at = Find(envelope.Origin);
        var session = _sessions[at] = _sessions[at].Own(_edit);
        return session.Admit(envelope.Sequence, envelope.AcknowledgedThrough, index);
    }

    /// <summary>The sessions as they are now, for good.</summary>
    public OriginSession[] Freeze() => _frozen ??= [.. _sessions];

    public static void Write(KvWriter writer, OriginSession[] sessions)
    {
        writer.Unsigned((ulong)sessions.Length);
        foreach (var session in sessions) session.Write(writer);
    }

    public void Read(ref KvReader reader)
    {
        Thaw();
        var count = reader.Elements();
        if (count > OriginsMax) throw new KvFormatException($"{count} origins are too many");
        for (; count > 0; count--) _sessions.Add(OriginSession.Read(_edit, ref reader));
    }

    public static UInt128 Hash(OriginSession[] sessions)
    {
        var bytes = new ArrayBufferWriter<byte>();
        Write(new(bytes), sessions);
        return VersionHash.Of(3, VersionHash.Digest(bytes.WrittenSpan));
    }

    private void Thaw()
    {
        if (_frozen is null) return;
        _frozen = null;
        _edit = new();
    }

    private int Find(ulong origin)
    {
        if (_last < _sessions.Count && _sessions[_last].Origin == origin) return _last;
        for (_last = 0; _last < _sessions.Count; _last++)
        {
            if (_sessions[_last].Origin == origin) return _last;
        }
        if (_sessions.Count == OriginsMax) _sessions.Remove(_sessions.MinBy(session => session.LastIndex)!);
        _sessions.Add(OriginSession.Start(_edit, origin));
        return _last = _sessions.Count - 1;
    }
}
