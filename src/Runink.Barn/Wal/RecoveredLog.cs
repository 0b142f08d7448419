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

    /// <summary>The oldest segment, or zero when there is none.</summary>
    public ulong OldestSegment { get; set; }

    /// <summary>The number of the last batch.</summary>
    public ulong LastBatch { get; set; }

    /// <summary>The checksum with which it ends.</summary>
    public uint Chain { get; set; }

    /// <summary>The segment in which the log goes on, or null when there is none.</summary>
    public (IDiskFile File, SegmentHeader Header, long End)? Open { get; set; }
}
