namespace Runink.Store;

/// <summary>
/// A transaction: if every condition holds the steps of <see cref="Then"/> are taken, otherwise those of
/// <see cref="Else"/>; all of them at one revision, or none. No key may be changed twice in one branch.
/// </summary>
public sealed record TxnRequest
{
    /// <summary>The conditions; none means that the transaction succeeds.</summary>
    public IReadOnlyList<Compare> If { get; init; } = [];

    /// <summary>What to do when all conditions hold.</summary>
    public IReadOnlyList<TxnOp> Then { get; init; } = [];

    /// <summary>What to do when one does not.</summary>
    public IReadOnlyList<TxnOp> Else { get; init; } = [];
}
