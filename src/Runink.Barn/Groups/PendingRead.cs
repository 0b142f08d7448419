using Runink.Raft;

namespace Runink.Barn;

/// <summary>A read that must see everything acknowledged before it was asked, and whoever waits for the state to read from.</summary>
internal sealed class PendingRead(NodeCore core) : Outcome<KvView>
{
    /// <summary>What must be applied before it is answered.</summary>
    public LogIndex ReadIndex { get; set; }

    public override void Run() => core.Read(this);
}
