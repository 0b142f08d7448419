namespace Runink.Barn;

/// <summary>What a frame of the log is.</summary>
internal enum FrameKind : uint
{
    /// <summary>Records that were written and synced together.</summary>
    Batch = 1,

    /// <summary>Says that the batch before it was synced; the next batch is written over it.</summary>
    Mark = 2,

    /// <summary>Says that the log goes on in the next segment.</summary>
    Seal = 3,
}
