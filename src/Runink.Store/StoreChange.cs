namespace Runink.Store;

/// <summary>What happened to a key.</summary>
public enum ChangeKind
{
    /// <summary>It was written.</summary>
    Put,

    /// <summary>It was deleted.</summary>
    Delete,
}

/// <summary>One key's part of a <see cref="StoreChange"/>.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Entry">The entry as written; of a deleted key only the key and the revision of the deletion.</param>
public sealed record KeyChange(ChangeKind Kind, KeyValue Entry);

/// <summary>All that one revision changed within a watched range; never split.</summary>
/// <param name="Revision">The revision.</param>
/// <param name="Keys">The keys it changed, at least one, each once.</param>
public sealed record StoreChange(long Revision, IReadOnlyList<KeyChange> Keys);
