namespace Runink.Barn;

/// <summary>One change of a key.</summary>
/// <param name="Version">What the key is since; a tombstone when it was deleted.</param>
/// <param name="Previous">
/// What the key was before that revision, when asked for and known: nothing is known of what the last compaction passed.
/// </param>
public readonly record struct WatchEvent(KeyVersion Version, KeyVersion? Previous);

/// <summary>What a watcher has not been handed yet.</summary>
/// <param name="Events">Events of whole revisions, in the order of their revisions and, within one, of the changes.</param>
/// <param name="View">The view they were taken from: its users and roles say whether they may still be handed out.</param>
/// <param name="HasMore">Whether there is more up to that view.</param>
/// <param name="CompactRevision">
/// More than 0 when the watch is over: the next revision was compacted, and this is the first that could be watched from.
/// </param>
public readonly record struct WatchBatch(IReadOnlyList<WatchEvent> Events, KvView View, bool HasMore, long CompactRevision);
