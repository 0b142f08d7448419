namespace Runink.Barn;

/// <summary>A question for the clock of leases, and whoever waits for the answer.</summary>
internal sealed class LeaseQuestion(NodeCore core, long lease, bool renews) : Outcome<LeaseState>
{
    public long Lease => lease;

    /// <summary>Whether the lease lives for its whole time again from now on.</summary>
    public bool Renews => renews;

    public override void Run() => core.Answer(this);
}
