namespace Runink.Data.Arrow.Ipc;

/// <summary>Where a message stands in a file, for its footer.</summary>
internal readonly record struct MessageBlock(long Offset, int MetadataBytes, long BodyBytes);
