namespace Runink.Barn;

/// <summary>How a block of a snapshot is stored. The numbers are on disks.</summary>
internal enum BlockKind : uint
{
    /// <summary>As it is.</summary>
    Raw = 1,

    /// <summary>Compressed (RFC 1951).</summary>
    Deflate = 2,

    /// <summary>No content: counts, and the hash of all before.</summary>
    End = 3,
}
