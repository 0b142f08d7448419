namespace Runink.Store;

/// <summary>What a transaction did.</summary>
/// <param name="Succeeded">Whether all conditions held, so that the steps of <see cref="TxnRequest.Then"/> were taken.</param>
/// <param name="Revision">The revision of its changes, or the newest one when it changed nothing.</param>
/// <param name="Results">One result for each step taken, in their order.</param>
public sealed record TxnResponse(bool Succeeded, long Revision, IReadOnlyList<OpResult> Results);

/// <summary>What one step of a transaction did.</summary>
/// <param name="Items">The entries that a <see cref="RangeOp"/> read; otherwise none.</param>
/// <param name="Count">How many entries were put or deleted, or lie in the range that was read.</param>
/// <param name="More">Whether the limit of a <see cref="RangeOp"/> cut entries off.</param>
public sealed record OpResult(IReadOnlyList<KeyValue> Items, long Count, bool More = false);
