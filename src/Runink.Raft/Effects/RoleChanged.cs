namespace Runink.Raft;

/// <summary>The node has another role, term or leader.</summary>
/// <param name="Role">The role now.</param>
/// <param name="Term">The term now.</param>
/// <param name="Leader">The leader of the term, or none when unknown.</param>
public sealed record RoleChanged(Role Role, Term Term, NodeId Leader) : Effect
{
    /// <inheritdoc/>
    public override string ToString() => $"role {Role} t{Term} leader={Leader}";
}
