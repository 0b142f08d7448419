namespace Runink.Raft;

/// <summary>
/// What one member says to another. Two kinds exist, and the type says which: a <see cref="Statement"/> may leave at once; a
/// <see cref="Promise"/> is true only once something is on disk, and there is no way to send one before the host reports it so.
/// </summary>
/// <param name="Group">The group that it belongs to.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom.</param>
/// <param name="Term">The speaker's term.</param>
public abstract record Message(GroupId Group, NodeId From, NodeId To, Term Term)
{
    /// <summary>What the message says, without its envelope; part of the format of traces.</summary>
    protected abstract string Body { get; }

    /// <summary>Adds the message to a hash of a state.</summary>
    public void Hash(ref StateHasher hasher)
    {
        hasher.Add(From);
        hasher.Add(To);
        hasher.Add(Term);
        HashBody(ref hasher);
    }

    /// <summary>Adds what the message says, without its envelope.</summary>
    private protected abstract void HashBody(ref StateHasher hasher);

    /// <inheritdoc/>
    public sealed override string ToString() => $"{From}->{To} t{Term} {Body}";
}

/// <inheritdoc cref="Message"/>
/// <remarks>It may leave at once: being wrong after a crash harms nobody.</remarks>
public abstract record Statement(GroupId Group, NodeId From, NodeId To, Term Term) : Message(Group, From, To, Term);

/// <inheritdoc cref="Message"/>
/// <remarks>It waits inside the node for the writes that make it true.</remarks>
public abstract record Promise(GroupId Group, NodeId From, NodeId To, Term Term) : Message(Group, From, To, Term);
