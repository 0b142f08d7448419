namespace Runink.Barn;

/// <summary>A read that must see everything acknowledged before it was asked, and whoever waits for the state to read from.</summary>
internal sealed class PendingRead(Group group) : Outcome<KvView>, IConfirmable
{
    public long Deadline { get; set; }

    public override void Run() => group.Read(this);

    public void Confirmed(Group by) => by.Settle(this, by.Machine.View);

    public void Refused(Group by, KvError reason) => by.Refuse(this, reason);
}
