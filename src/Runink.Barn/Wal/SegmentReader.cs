using System.Buffers.Binary;

namespace Runink.Barn;

/// <summary>
/// Reads the batches of one segment in order, and tells where a segment ends from where it is torn and where it rots
/// (docs/internals/wal.md says why it can). After damage it goes on with whatever is sound behind it, to find all there is.
/// </summary>
/// <param name="name">The file, for messages.</param>
/// <param name="bytes">Its whole content.</param>
/// <param name="header">Its head.</param>
/// <param name="next">The head of the segment after it; null when it is the last.</param>
/// <param name="damages">Takes what is found damaged.</param>
internal sealed class SegmentReader(
    string name, ReadOnlyMemory<byte> bytes, SegmentHeader header, SegmentHeader? next, List<LogDamage> damages)
{
    private readonly byte[] _stamp = StampOf(header.Salt);
    private readonly List<LostRecord> _lost = [];

    /// <summary>Where the sound batches end.</summary>
    public int End { get; private set; } = SegmentHeader.Size;

    /// <summary>The number of the last batch.</summary>
    public ulong Batch { get; private set; } = header.FirstBatch - 1;

    /// <summary>The checksum with which it ends.</summary>
    public uint Chain { get; private set; } = header.Chain;

    /// <summary>Whether the log went on in another segment.</summary>
    public bool IsSealed { get; private set; }

    /// <summary>Whether there is something behind the end that must go before anything is written there.</summary>
    public bool IsTorn { get; private set; }

    /// <summary>Where that begins; a mark before it stays.</summary>
    public int TornFrom { get; private set; }

    /// <summary>
    /// Records of the last batch whose heads, and with them group and indexes, are sound, and whose entries do not match their checksum.
    /// </summary>
    public IReadOnlyList<LostRecord> Lost => _lost;

    /// <summary>The records of the next batch; of those in <see cref="Lost"/> only the heads can be relied on.</summary>
    /// <returns>False at the end.</returns>
    public bool Next(out ReadOnlyMemory<byte> records)
    {
        records = default;
        _lost.Clear();
        while (next is not { } following || following.FirstBatch != Batch + 1 || following.Chain != Chain)
        {
            if (!FrameHeader.TryRead(bytes.Span[End..], header.Salt, out var frame, out var checksum))
            {
                if (!IsMissing() || !Resume()) return false;
            }
            else if (frame.Kind != FrameKind.Batch)
            {
                FinishWith(frame);
                return false;
            }
            else if (frame.Number != Batch + 1 || frame.Chain != Chain)
            {
                Report(End, $"batch {frame.Number} stands where batch {Batch + 1} should");
                if (frame.Number <= Batch) return false;
                (Batch, Chain) = (frame.Number - 1, frame.Chain);
            }
            else if (Read(frame, ref checksum, out records))
            {
                (End, Batch, Chain) = (End + FrameHeader.Size + records.Length, frame.Number, checksum);
                return true;
            }
            else if (IsTorn || !Resume())
            {
                return false;
            }
        }

        return false;
    }

    private bool Read(FrameHeader frame, ref uint chain, out ReadOnlyMemory<byte> records)
    {
        var (start, first) = (End + FrameHeader.Size, chain);
        var end = start + (long)frame.Length;
        records = bytes[start..(int)Math.Min(end, bytes.Length)];
        if (end <= bytes.Length && AreSound(records.Span, ref chain)) return true;
        if (!WasSynced(end)) (IsTorn, TornFrom) = (true, End);
        else if (end > bytes.Length) Report(End, $"batch {frame.Number} is longer than the file");
        else return HasOnlyLostEntries(frame, first, records.Span, ref chain);
        return false;
    }

    /// <summary>Whether every record is what was written; the chain goes on to the last one.</summary>
    private static bool AreSound(ReadOnlySpan<byte> records, ref uint chain)
    {
        while (!records.IsEmpty)
        {
            var before = chain;
            if (!RecordHeader.TryRead(records, ref chain, out var record)) return false;
            var total = (int)record.TotalLength;
            if (!RecordHeader.HasSoundPayload(records[..total], before)) return false;
            records = records[total..];
        }

        return true;
    }

    /// <summary>No frame is here: the end, a torn batch, or damage (then true).</summary>
    private bool IsMissing()
    {
        var rest = bytes.Span[End..];
        if (next is null && !rest.ContainsAnyExcept((byte)0)) return false;
        if (next is null && FindFrame(End) < 0)
        {
            (IsTorn, TornFrom) = (true, End);
            return false;
        }

        Report(End, $"batch {Batch + 1} is unreadable");
        return true;
    }

    /// <summary>
    /// Whether a batch that is damaged was synced once. Only then can anything stand behind it, for nothing is written before the
    /// batch ahead of it was synced.
    /// </summary>
    private bool WasSynced(long end) =>
        next is not null || (end < bytes.Length && bytes.Span[(int)end..].ContainsAnyExcept((byte)0)) || FindFrame(End + 8) >= 0;

    private void FinishWith(FrameHeader frame)
    {
        if (frame.Number != Batch || frame.Chain != Chain) Report(End, $"batch {frame.Number} is announced and is not there");
        else if (next is not null) Report(End, $"batch {Batch + 1} is not there, and the next segment begins after it");
        IsSealed = frame.Kind == FrameKind.Seal;
        // A torn batch may have covered what is behind the mark.
        TornFrom = End + FrameHeader.Size;
        IsTorn = bytes.Span[TornFrom..].ContainsAnyExcept((byte)0);
    }

    /// <summary>
    /// Goes on behind damage, at the next frame that is sound, as if the chain led there. It is behind the damage in the order of writing,
    /// too: a value may hold a piece of this very log, but none that was written after it.
    /// </summary>
    private bool Resume()
    {
        for (var at = FindFrame(End + 8); at >= 0; at = FindFrame(at + 8))
        {
            _ = FrameHeader.TryRead(bytes.Span[at..], header.Salt, out var frame, out _);
            var last = frame.Kind == FrameKind.Batch ? frame.Number - 1 : frame.Number;
            if (last <= Batch) continue;
            (End, Batch, Chain) = (at, last, frame.Chain);
            return true;
        }

        return false;
    }

    /// <summary>Where the next sound frame is, or a negative number.</summary>
    private int FindFrame(int from)
    {
        while (from < bytes.Length)
        {
            var found = bytes.Span[from..].IndexOf(_stamp);
            if (found < 0) return -1;
            from += found;
            if (from % 8 == 0 && FrameHeader.TryRead(bytes.Span[from..], header.Salt, out _, out _)) return from;
            from++;
        }

        return -1;
    }

    /// <summary>
    /// Whether all that is damaged in a batch are entries whose places are known: the chain goes on through the heads. Anything else is
    /// reported, with the entries.
    /// </summary>
    private bool HasOnlyLostEntries(FrameHeader frame, uint first, ReadOnlySpan<byte> records, ref uint chain)
    {
        var (at, links, isSure) = (0, first, true);
        while (at < records.Length)
        {
            var before = links;
            if (!RecordHeader.TryRead(records[at..], ref links, out var record))
            {
                damages.AddRange(_lost.Select(lost => lost.Damage));
                Report(End + FrameHeader.Size + at, $"a record of batch {frame.Number} is unreadable, and what follows it in the batch");
                return false;
            }

            var total = (int)record.TotalLength;
            if (!RecordHeader.HasSoundPayload(records.Slice(at, total), before))
            {
                isSure &= record.Type == RecordType.Entries && record.HasIndexes;
                _lost.Add(new LostRecord(at, Describe(End + FrameHeader.Size + at, frame, record)));
            }

            at += total;
        }

        if (isSure) chain = links;
        else damages.AddRange(_lost.Select(lost => lost.Damage));
        return isSure;
    }

    private LogDamage Describe(int offset, FrameHeader frame, RecordHeader record)
    {
        var problem = $"a record of batch {frame.Number} ({record.Type}) does not match its checksum";
        var (from, to) = record.Type == RecordType.Entries && record.HasIndexes ? (record.Index, record.LastIndex) : default;
        return new LogDamage(name, offset, problem, record.Group, from, to);
    }

    private void Report(int offset, string problem) => damages.Add(new LogDamage(name, offset, problem));

    private static byte[] StampOf(ulong salt)
    {
        var stamp = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(stamp, salt);
        return stamp;
    }
}
