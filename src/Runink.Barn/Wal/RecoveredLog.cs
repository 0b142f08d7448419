using Runink.Raft;

namespace Runink.Barn;

/// <summary>What the log held when it was opened.</summary>
internal sealed class RecoveredLog
{
    /// <summary>The groups in it.</summary>
    public SortedDictionary<GroupId, GroupLog> Groups { get; } = [];

    /// <summary>Their entries, while the log is read.</summary>
    public Dictionary<GroupId, RecoveredEntries> Entries { get; } = [];

    /// <summary>Their entries after the base, consecutive.</summary>
    public Dictionary<GroupId, List<Entry>> Lists { get; } = [];

    /// <summary>Where entries were lost that others of their group have, in the order of the log.</summary>
    public List<LogDamage> Lost { get; } = [];

    /// <summary>
    /// Damage behind which the log was begun anew: what was written before may have been replaced in what cannot be read. Null when there
    /// is none.
    /// </summary>
    public LogDamage? Doubt { get; private set; }

    /// <summary>The oldest segment, or zero when there is none.</summary>
    public ulong OldestSegment { get; set; }

    /// <summary>The number of the last batch.</summary>
    public ulong LastBatch { get; set; }

    /// <summary>The checksum with which it ends.</summary>
    public uint Chain { get; set; }

    /// <summary>Forgets what was read so far: what follows says all about the groups again, but for their entries.</summary>
    public void BeginAnew(LogDamage doubt)
    {
        Doubt = doubt;
        Groups.Clear();
        Entries.Clear();
        Lost.Clear();
    }

    /// <summary>The segment in which the log goes on, or null when there is none.</summary>
    public (IDiskFile File, SegmentHeader Header, long End)? Open { get; set; }
}
