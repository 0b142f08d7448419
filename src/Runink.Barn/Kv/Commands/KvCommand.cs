namespace Runink.Barn;

/// <summary>
/// One change of the key-value state, as it stands in one committed entry. Commands hold everything that decides their outcome:
/// ids and times were chosen before they were proposed, so every replica reaches the same state.
/// </summary>
/// <remarks>
/// Byte ranges may be slices of the entry they were decoded from, and nobody may change those bytes afterwards.
/// </remarks>
public abstract record KvCommand;

/// <summary>What may also stand inside a transaction: a range, a put, a delete or a transaction.</summary>
public abstract record KvOperation : KvCommand;
