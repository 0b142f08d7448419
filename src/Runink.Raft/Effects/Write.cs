namespace Runink.Raft;

/// <summary>
/// Something to make durable. The host starts writes in the order in which they are given and reports them with
/// <see cref="RaftNode.WriteCompleted"/> once they would survive a loss of power. A crash may keep any prefix of the writes that
/// were not yet reported, never a later one without those before it.
/// </summary>
/// <param name="Id">Names the write.</param>
public abstract record Write(WriteId Id) : Effect
{
    /// <inheritdoc/>
    public abstract override string ToString();
}
