namespace Runink.Raft;

/// <summary>
/// Names a write that the host was asked to make durable. Ids grow by one from 1 in the order in which writes must reach the
/// disk; reporting one durable reports all before it.
/// </summary>
/// <param name="Value">The number; zero is before the first write.</param>
public readonly record struct WriteId(long Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
