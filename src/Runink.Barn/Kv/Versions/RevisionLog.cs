namespace Runink.Barn;

/// <summary>
/// The changes of every revision down to the compaction floor, found by revision. The owner appends and drops; others read
/// revisions up to the one of a view that the owner published after it appended them.
/// </summary>
internal sealed class RevisionLog
{
    private const int ChunkLength = 1024;
    private Directory _directory;

    /// <summary>Starts a log.</summary>
    /// <param name="first">The first revision that will be appended.</param>
    public RevisionLog(long first)
    {
        Next = first;
        _directory = new(first / ChunkLength, new Chunk?[4]);
        _directory.Chunks[0] = new();
    }

    /// <summary>The revision that the next append is for. The owner's.</summary>
    public long Next { get; private set; }

    /// <summary>The changes of a revision; none when it is swept.</summary>
    public RevisionChanges this[long revision]
    {
        get
        {
            var directory = Volatile.Read(ref _directory);
            var at = (revision / ChunkLength) - directory.First;
            var chunk = at < 0 ? null : directory.Chunks[at];
            return new(chunk is null ? null : Volatile.Read(ref chunk.Slots[revision % ChunkLength]));
        }
    }

    /// <summary>Appends the changes of the next revision.</summary>
    /// <param name="changes">One version, or an array of several.</param>
    /// <param name="garbageBefore">What all revisions before this one make garbage, themselves passed.</param>
    public void Append(object changes, Tally garbageBefore)
    {
        var at = (Next / ChunkLength) - _directory.First;
        if (at == _directory.Chunks.Length) Rearrange();
        at = (Next / ChunkLength) - _directory.First;
        var chunk = _directory.Chunks[at] ??= new() { GarbageBefore = garbageBefore };
        chunk.Slots[Next % ChunkLength] = changes;
        Next++;
    }

    /// <summary>Forgets a revision; all before it are forgotten already.</summary>
    public void Drop(long revision)
    {
        var at = (revision / ChunkLength) - _directory.First;
        var chunk = _directory.Chunks[at]!;
        Volatile.Write(ref chunk.Slots[revision % ChunkLength], null);
        if (revision % ChunkLength == ChunkLength - 1) _directory.Chunks[at] = null;
    }

    /// <summary>The start of a revision's chunk, and what all revisions before it make garbage.</summary>
    public (long First, Tally GarbageBefore) ChunkOf(long revision)
    {
        var chunk = _directory.Chunks[(revision / ChunkLength) - _directory.First]!;
        return (revision / ChunkLength * ChunkLength, chunk.GarbageBefore);
    }

    /// <summary>Leaves out the chunks that were dropped, and makes room for as many again as are left.</summary>
    private void Rearrange()
    {
        var (first, chunks) = (_directory.First, _directory.Chunks);
        var dropped = 0;
        while (dropped < chunks.Length - 1 && chunks[dropped] is null) dropped++;
        var kept = chunks.Length - dropped;
        var rearranged = new Chunk?[(kept * 2) + 1];
        Array.Copy(chunks, dropped, rearranged, 0, kept);
        Volatile.Write(ref _directory, new(first + dropped, rearranged));
    }

    private sealed class Chunk
    {
        public object?[] Slots { get; } = new object?[ChunkLength];

        public Tally GarbageBefore { get; init; }
    }

    private sealed record Directory(long First, Chunk?[] Chunks);
}
