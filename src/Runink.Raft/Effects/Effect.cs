namespace Runink.Raft;

/// <summary>Something that a node asks of its host, as a value. The host carries effects out in the order of the list.</summary>
public abstract record Effect
{
    private protected Effect()
    {
    }

    /// <inheritdoc/>
    public abstract override string ToString();
}
