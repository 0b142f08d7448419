namespace Runink.Barn;

/// <summary>
/// Carries out one of two lists of operations as one change, with one revision. All comparisons, also those of transactions
/// inside, are made before the first operation.
/// </summary>
/// <param name="Compares">What decides; when all hold, or there are none, the first list is carried out.</param>
/// <param name="Success">The operations when all comparisons hold.</param>
/// <param name="Failure">The operations otherwise.</param>
public sealed record TxnCommand(KvCompare[] Compares, KvOperation[] Success, KvOperation[] Failure) : KvOperation;
