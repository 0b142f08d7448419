namespace Runink.Barn;

/// <summary>A read that must see everything acknowledged before it was asked, and whoever waits for the state to read from.</summary>
internal sealed class PendingRead(NodeCore core) : Outcome<KvView>, IConfirmable
{
    public long Deadline { get; set; }

    public override void Run() => core.Read(this);

    public void Confirmed(Group group) => group.Settle(this, group.Machine.View);

    public void Refused(Group group, KvError reason) => group.Refuse(this, reason);
}
