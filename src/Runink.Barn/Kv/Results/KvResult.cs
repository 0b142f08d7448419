namespace Runink.Barn;

/// <summary>What came of a command or a query. Commands without an answer of their own have just this.</summary>
/// <param name="Revision">
/// The revision of the store for the header of the answer: after the change, or, for an operation inside a transaction, as etcd
/// gives it.
/// </param>
/// <param name="Error">Why nothing was done, or null.</param>
public record KvResult(long Revision, KvError? Error = null)
{
    /// <summary>The answer to a proposal that was applied before: its first answer counts, this one is for nobody.</summary>
    public static KvResult AlreadyApplied { get; } = new(0);
}

/// <summary>What came of a put.</summary>
/// <param name="Revision">The revision of the change.</param>
/// <param name="Previous">What the key was before, when asked for and there was something.</param>
public sealed record PutResult(long Revision, KeyVersion? Previous) : KvResult(Revision);

/// <summary>What came of a delete.</summary>
/// <param name="Revision">The revision of the change, or of the store when nothing was deleted.</param>
/// <param name="Deleted">The number of keys deleted.</param>
/// <param name="Previous">What was deleted, by key, when asked for.</param>
public sealed record DeleteRangeResult(long Revision, long Deleted, KeyVersion[] Previous) : KvResult(Revision);

/// <summary>What a range holds.</summary>
/// <param name="Revision">The revision of the store, whatever revision was read.</param>
/// <param name="Pairs">The pairs; none when only their number was asked for.</param>
/// <param name="Count">The keys in the range, whatever limit and filters leave of them.</param>
/// <param name="More">Whether the limit left some out.</param>
/// <param name="Error">Why it could not be read, or null.</param>
public sealed record RangeResult(long Revision, KeyVersion[] Pairs, long Count, bool More, KvError? Error = null)
    : KvResult(Revision, Error);

/// <summary>What came of a transaction.</summary>
/// <param name="Revision">The revision of the change, or of the store when nothing changed; 0 for one inside another.</param>
/// <param name="Succeeded">Whether all comparisons held.</param>
/// <param name="Responses">What came of each operation of the list that was carried out.</param>
public sealed record TxnResult(long Revision, bool Succeeded, KvResult[] Responses) : KvResult(Revision);

/// <summary>A lease that was granted.</summary>
/// <param name="Revision">The revision of the store.</param>
/// <param name="Id">The lease.</param>
/// <param name="TtlSeconds">Seconds that it lives without a renewal.</param>
public sealed record LeaseGrantResult(long Revision, long Id, long TtlSeconds) : KvResult(Revision);

/// <summary>A group that was created.</summary>
/// <param name="Revision">The revision of the store.</param>
/// <param name="Id">The group.</param>
public sealed record GroupCreateResult(long Revision, ulong Id) : KvResult(Revision);

/// <summary>Alarms that were raised or disarmed.</summary>
/// <param name="Revision">The revision of the store.</param>
/// <param name="Alarms">The alarms.</param>
public sealed record AlarmResult(long Revision, KvAlarmEntry[] Alarms) : KvResult(Revision);
