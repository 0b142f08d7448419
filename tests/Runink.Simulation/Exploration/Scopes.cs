using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// The scopes that can be explored by name: nodes, terms and commands, and what else happens. What each one took is in
/// docs/internals/simulation.md.
/// </summary>
public static class Scopes
{
    private static readonly Scope Two = new() { Name = "", Purpose = "", Founders = 2, Terms = 1, Interchangeable = [[1, 2]] };
    private static readonly Scope Three = Two with { Founders = 3, Interchangeable = [[1, 2, 3]] };
    private static readonly Scope Four = Two with { Founders = 4, Interchangeable = [[1, 2, 3, 4]] };
    private static readonly Scope TwoSlow = Two with { Purpose = "closed; writes take time", SlowDisks = true };
    private static readonly Scope ThreeSlow = Three with { Purpose = "closed; writes take time", SlowDisks = true };

    public static IReadOnlyList<Scope> All { get; } =
    [
        Two with { Name = "2x1x1", Purpose = "closed, in no time", Commands = 1 },
        Two with { Name = "2x2x2", Purpose = "closed", Terms = 2, Commands = 2 },
        Two with { Name = "2x3x2", Purpose = "closed", Terms = 3, Commands = 2 },
        Two with { Name = "2x3x3", Purpose = "closed", Terms = 3, Commands = 3 },
        Three with { Name = "3x2x1", Purpose = "closed", Terms = 2, Commands = 1 },
        Three with { Name = "3x2x2", Purpose = "closed", Terms = 2, Commands = 2 },
        Three with { Name = "3x3x0", Purpose = "closed; only the opening entries of the terms", Terms = 3 },
        Three with { Name = "3x4x0", Purpose = "by depth; figure 8 of the paper fits", Terms = 4, Depth = 18 },
        Four with { Name = "4x2x0", Purpose = "closed; an even number of voters", Terms = 2 },
        TwoSlow with { Name = "2x1x1-slow", Commands = 1 },
        TwoSlow with { Name = "2x2x1-slow", Terms = 2, Commands = 1 },
        TwoSlow with { Name = "2x2x2-slow", Terms = 2, Commands = 2 },
        ThreeSlow with { Name = "3x1x1-slow", Commands = 1 },
        ThreeSlow with { Name = "3x2x0-slow", Terms = 2 },
        ThreeSlow with { Name = "3x2x1-slow", Purpose = "by depth; writes take time", Terms = 2, Commands = 1, Depth = 20 },
        Two with { Name = "2x2x1-reads", Purpose = "by depth; two reads", Terms = 2, Commands = 1, Reads = 2, Depth = 18 },
        Three with { Name = "3x2x0-reads", Purpose = "by depth; a read", Terms = 2, Reads = 1, Depth = 18 },
        Three with { Name = "3x3x0-transfer", Purpose = "by depth; with transfers", Terms = 3, Transfers = 2, Depth = 17 },
        .. WithTime, .. WithChanges,
    ];

    private static IReadOnlyList<Scope> WithTime =>
    [
        Two with
        {
            Name = "2x3x0-ticks",
            Purpose = "by depth; with time, pre-votes and checked quorums",
            Terms = 3,
            Ticks = 12,
            PreVote = true,
            CheckQuorum = true,
            Depth = 14,
        },
        Three with
        {
            Name = "3x2x0-ticks",
            Purpose = "by depth; with time, pre-votes and checked quorums",
            Terms = 2,
            Ticks = 6,
            PreVote = true,
            CheckQuorum = true,
            Depth = 12,
        },
    ];

    private static IReadOnlyList<Scope> WithChanges =>
    [
        Three with
        {
            Name = "3x2x0-remove",
            Purpose = "by depth; any node is removed, one after the other",
            Terms = 2,
            ChangeCount = 2,
            Changes = [Remove(1), Remove(2), Remove(3)],
            Depth = 22,
        },
        Two with
        {
            Name = "2+1x2x0-join",
            Purpose = "by depth; a third node becomes a voter and may go again",
            Terms = 2,
            Joiners = 1,
            ChangeCount = 2,
            Changes = [Add(3), Remove(3)],
            Depth = 26,
        },
        Two with
        {
            Name = "2+2x2x0-replace",
            Purpose = "by depth; both nodes give way to two others at once",
            Terms = 2,
            Joiners = 2,
            ChangeCount = 1,
            Changes = [Replace],
            Interchangeable = [[1, 2], [3, 4]],
            Depth = 26,
        },
    ];

    private static MembershipChange Replace => new(
        [
            new(MembershipOperation.AddVoter, new NodeId(3)), new(MembershipOperation.AddVoter, new NodeId(4)),
            new(MembershipOperation.Remove, new NodeId(1)), new(MembershipOperation.Remove, new NodeId(2)),
        ]);

    public static Scope? Find(string name) => All.FirstOrDefault(scope => scope.Name == name);

    private static MembershipChange Add(ulong id) => MembershipChange.One(MembershipOperation.AddVoter, new NodeId(id));

    private static MembershipChange Remove(ulong id) => MembershipChange.One(MembershipOperation.Remove, new NodeId(id));
}
