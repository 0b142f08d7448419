using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Runink.Barn;

/// <summary>How the storage of a node behaves.</summary>
public sealed record StorageOptions
{
    /// <summary>Bytes after which the log goes on in a new segment; a batch that crosses them stays whole.</summary>
    public long SegmentBytes { get; init; } = 64 << 20;

    /// <summary>
    /// Bytes of log after which it says all about every group again, but for their entries: where others may be asked for lost entries,
    /// damage before that can be mended. More where there are many groups.
    /// </summary>
    public long CheckpointBytes { get; init; } = 256 << 10;

    /// <summary>
    /// Segments from which on what little of the oldest is still needed is written anew at the end of the log, to free it.
    /// </summary>
    public int CrowdedSegments { get; init; } = 8;

    /// <summary>Bytes of a snapshot's content that are checked, and compressed if that pays, as one block.</summary>
    public int SnapshotBlockBytes { get; init; } = 128 << 10;

    /// <summary>Whether blocks of snapshots are compressed where it pays.</summary>
    public bool CompressSnapshots { get; init; } = true;

    /// <summary>
    /// Whether the log of a group with other members may be opened though entries in it cannot be read, as long as it is sure which: they
    /// are <see cref="Runink.Raft.Entry.Rotten"/> then, and the owner asks the others for them. Else any damage is an error.
    /// </summary>
    public bool AsksOthersForLost { get; init; }

    /// <summary>
    /// A number that nobody else knows, new for each start: it stamps what is written to the log, so that no client's value can
    /// look like a piece of it.
    /// </summary>
    public ulong Salt { get; init; } = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    /// <summary>Throws when a value makes no sense.</summary>
    /// <exception cref="ArgumentException">Says which.</exception>
    public void Validate()
    {
        if (SegmentBytes < 4096) throw new ArgumentException($"a segment of {SegmentBytes} bytes is too small");
        if (CheckpointBytes < 1) throw new ArgumentException($"{CheckpointBytes} bytes between checkpoints are too few");
        if (CrowdedSegments < 2) throw new ArgumentException($"{CrowdedSegments} segments are too few to tell an old one");
        if (SnapshotBlockBytes is < 512 or > 16 << 20)
            throw new ArgumentException($"a block of {SnapshotBlockBytes} bytes is not between 512 B and 16 MiB");
    }
}
