namespace Runink.Barn;

/// <summary>The segments of a log, in order.</summary>
/// <param name="Headers">Their heads.</param>
/// <param name="Unbegun">
/// A file that was made to be the next segment and never held anything, or null: a head is durable before anything is behind it.
/// </param>
internal sealed record SegmentList(IReadOnlyList<SegmentHeader> Headers, string? Unbegun)
{
    public static SegmentList Read(IDisk disk, List<LogDamage> damages)
    {
        List<SegmentHeader> headers = [];
        string? unbegun = null;
        ulong? previous = null;
        var names = disk.List(SegmentHeader.Folder).Where(name => SegmentHeader.SequenceOf(name) is not null).ToArray();
        foreach (var name in names)
        {
            var sequence = SegmentHeader.SequenceOf(name)!.Value;
            if (previous is { } before && sequence != before + 1)
                damages.Add(new LogDamage(SegmentHeader.NameOf(before + 1), 0, "the segment is missing"));
            previous = sequence;
            using var file = disk.Open(name);
            var head = new byte[SegmentHeader.Size];
            var problem = SegmentHeader.Read(head.AsSpan(0, file.Read(0, head)), out var header);
            if (problem is null && header.Sequence != sequence) problem = $"the file holds segment {header.Sequence:x16}";
            if (problem is null) headers.Add(header);
            else if (name == names[^1] && !HoldsAnything(name, file)) unbegun = name;
            else damages.Add(new LogDamage(name, 0, problem));
        }

        return new SegmentList(headers, unbegun);
    }

    private static bool HoldsAnything(string name, IDiskFile file)
    {
        var bytes = SegmentFile.Read(name, file);
        return bytes.Length > SegmentHeader.Size && bytes.AsSpan(SegmentHeader.Size).ContainsAnyExcept((byte)0);
    }
}
