namespace Runink.Barn;

/// <summary>What a record of the log says about its group. The numbers are on disks.</summary>
internal enum RecordType : byte
{
    /// <summary>Entries, behind the log or in the place of those that are there.</summary>
    Entries = 1,

    /// <summary>The log ends before an index.</summary>
    Truncate = 2,

    /// <summary>Term and vote.</summary>
    Vote = 3,

    /// <summary>The log begins after an index: the group was founded, or its log compacted.</summary>
    Base = 4,

    /// <summary>A snapshot took the place of the log, or of its beginning.</summary>
    Install = 5,

    /// <summary>Everything about the group but its entries, at the head of a segment.</summary>
    Checkpoint = 6,

    /// <summary>The group is no more.</summary>
    End = 7,
}
