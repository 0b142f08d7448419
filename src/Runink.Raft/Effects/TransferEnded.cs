namespace Runink.Raft;

/// <summary>A transfer of leadership that this node had begun is over.</summary>
/// <param name="Target">To whom.</param>
/// <param name="Succeeded">Whether the target took over, as far as this node can tell; when not, this node leads on.</param>
public sealed record TransferEnded(NodeId Target, bool Succeeded) : Effect
{
    /// <inheritdoc/>
    public override string ToString() => $"transfer to {Target} {(Succeeded ? "done" : "aborted")}";
}
