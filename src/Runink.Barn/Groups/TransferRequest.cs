using Runink.Raft;

namespace Runink.Barn;

/// <summary>A wish that another member lead, and whoever waits for it. The answer is who leads then.</summary>
/// <param name="group">Where it is asked.</param>
/// <param name="target">Who is to lead; none: whoever is best.</param>
internal sealed class TransferRequest(Group group, NodeId target) : Outcome<NodeId>
{
    public NodeId Target => target;

    /// <summary>The tick at which it is given up: without a majority nobody ever leads again.</summary>
    public long Deadline { get; set; }

    public override void Run() => group.Transfer(this);
}
