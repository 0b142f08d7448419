namespace Runink.Store;

/// <summary>A question for the entries of a range, in the order of their keys.</summary>
/// <param name="Range">Which keys.</param>
/// <param name="Limit">At most so many entries; 0 for all.</param>
/// <param name="Revision">The revision to read at, not before the last compaction; 0 for the newest.</param>
public sealed record RangeRequest(KeyRange Range, int Limit = 0, long Revision = 0);
