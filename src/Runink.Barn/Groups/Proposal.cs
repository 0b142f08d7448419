namespace Runink.Barn;

/// <summary>A command on its way through the log of a group, and whoever waits for its result.</summary>
/// <param name="group">Where it is proposed.</param>
/// <param name="number">Its number among the proposals of this life of the node.</param>
/// <param name="entry">The command as it goes into the log.</param>
/// <param name="isAwaited">Whether somebody waits.</param>
internal sealed class Proposal(Group group, long number, ReadOnlyMemory<byte> entry, bool isAwaited) : Outcome<KvResult>
{
    public bool IsAwaited => isAwaited;

    public long Number => number;

    public ReadOnlyMemory<byte> Entry => entry;

    /// <summary>Whether it is refused while all groups together take more than they may.</summary>
    public bool NeedsSpace { get; init; }

    /// <summary>Whether some leader may have it in its log.</summary>
    public bool MayBeInLog { get; set; }

    public override bool MayWait => true;

    public override void Run() => group.Propose(this);
}
