namespace Runink.Barn;

/// <summary>
/// A hash of the keys at a revision. Equal on two replicas whose compact revisions are equal, or something is wrong.
/// </summary>
/// <param name="Hash">The hash; 0 with an error.</param>
/// <param name="Revision">The revision of the store.</param>
/// <param name="CompactRevision">The last compaction that the hash knows of.</param>
/// <param name="Error">Why there is none, or null.</param>
public readonly record struct KvHash(UInt128 Hash, long Revision, long CompactRevision, KvError? Error);
