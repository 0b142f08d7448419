using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// What all groups of a node share, how the node stands, and with which of them there is something to do. For the node's owner only.
/// </summary>
/// <param name="options">How the node behaves.</param>
/// <param name="storage">The node's disk.</param>
/// <param name="links">The way to other members.</param>
/// <param name="clock">The node's time.</param>
internal sealed class GroupContext(NodeOptions options, NodeStorage storage, IPeerLinks links, IBarnClock clock)
{
    // Of all groups but the platform's, which has as much by itself: no tenant keeps it from work.
    private readonly ByteBudget _othersWaiting = new(NodeOptions.MaxWaitingBytes);

    public NodeOptions Options => options;

    public NodeStorage Storage => storage;

    public IPeerLinks Links => links;

    public IBarnClock Clock => clock;

    /// <summary>How reads were answered.</summary>
    public ReadCounters Reads { get; } = new();

    /// <summary>A number of this life of the node.</summary>
    public uint Incarnation { get; } = options.DrawIncarnation();

    /// <summary>Ticks of this life.</summary>
    public long Ticks { get; set; }

    /// <summary>How many bytes the proposals that wait in a group may hold.</summary>
    public ByteBudget WaitingBytesOf(GroupId group) => group == NodeCore.System
        ? new(NodeOptions.MaxWaitingBytes)
        : new(NodeOptions.MaxWaitingBytes / NodeOptions.OtherGroupsShare, _othersWaiting);

    /// <summary>The tick at which a request that comes now is given up.</summary>
    public long RequestDeadline => Ticks + options.RequestTicks;

    /// <summary>Why the node is out of service for good, or null.</summary>
    public Exception? Failure { get; set; }

    /// <summary>The disk has no room for more log; null when it has.</summary>
    public Exception? RoomProblem { get; set; }

    /// <summary>Who belongs to the platform's group: the others follow it.</summary>
    public Membership Platform { get; set; } = Membership.Empty;

    /// <summary>Whether that is committed, and no change of it under way.</summary>
    public bool IsPlatformSettled { get; set; }

    /// <summary>Groups whose states are being loaded: they are not there until that is done.</summary>
    public HashSet<GroupId> Loading { get; } = [];

    /// <summary>About the bytes that the states of all groups here take together, as they were published last.</summary>
    public long StateBytes { get; set; }

    /// <summary>Whether the platform's alarm stands that there is no space: then no group takes what needs some.</summary>
    public bool IsFull { get; set; }

    /// <summary>Groups that something happened to in this turn.</summary>
    public List<Group> Touched { get; } = [];

    /// <summary>Groups that ticks mean something to; the others sleep.</summary>
    public List<Group> Awake { get; } = [];

    /// <summary>Whose answers are settled; the node tells them after the states they speak of are published.</summary>
    public List<IOutcome> Settled { get; } = [];
}
