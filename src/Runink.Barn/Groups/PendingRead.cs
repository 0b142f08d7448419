namespace Runink.Barn;

/// <summary>A read that must see everything acknowledged before it was asked, and whoever waits for the state to read from.</summary>
internal sealed class PendingRead(NodeCore core) : Outcome<KvView>
{
    /// <summary>The tick at which it is given up.</summary>
    public long Deadline { get; set; }

    public override void Run() => core.Read(this);
}
