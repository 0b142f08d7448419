namespace Runink.Simulation;

public sealed class ExplorerTests
{
    private static readonly Scope Small = Scopes.Find("2x1x1")!;

    [Fact]
    public void Two_nodes_two_terms_and_two_commands_keep_every_rule_and_nothing_is_left()
    {
        var report = new Explorer(Scopes.Find("2x2x2")!).Run(long.MaxValue);
        Assert.Null(report.Broken);
        Assert.Equal(0, report.Frontier);
        Assert.False(report.IsCapped);
        Assert.True(report.States > 10_000, $"only {report.States} states");
        Assert.True(report.Audited > 0);
    }

    [Fact]
    public void Two_nodes_with_slow_disks_keep_every_rule_and_nothing_is_left()
    {
        var report = new Explorer(Scopes.Find("2x1x1-slow")!).Run(long.MaxValue);
        Assert.Null(report.Broken);
        Assert.Equal(0, report.Frontier);
    }

    [Fact]
    public void Commands_are_committed_and_crashes_happen_in_what_is_explored()
    {
        var committed = 0;
        var restarted = false;
        var explorer = new Explorer(Small);
        explorer.OnState = state =>
        {
            committed = Math.Max(committed, (int)state.Nodes.Max(node => node.Commit.Value));
            restarted |= state.Nodes.Any(node => node.Role == Raft.Role.Follower && node.Node.VotedFor == node.Node.Id);
        };
        explorer.Run(long.MaxValue);
        Assert.Equal(2, committed);
        Assert.True(restarted);
    }

    /// <summary>Without the reductions messages pile up: the nodes must get into the same states all the same.</summary>
    [Fact]
    public void Dealing_with_idle_messages_at_once_loses_no_state_of_the_nodes()
    {
        var scope = Small with { Commands = 0 };
        var all = NodesOf(new Explorer(scope, symmetry: false, reduces: false));
        var reduced = NodesOf(new Explorer(scope, symmetry: false));
        Assert.Equal(all.Order(StringComparer.Ordinal), reduced.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Exchanging_names_loses_no_state()
    {
        var all = new Explorer(Small, symmetry: false).Run(long.MaxValue);
        var symmetric = new Explorer(Small).Run(long.MaxValue);
        Assert.True(symmetric.States < all.States);
        Assert.True(symmetric.States * 2 >= all.States, $"{symmetric.States} states stand for {all.States}");
    }

    [Fact]
    public void An_exploration_that_stops_says_what_it_left()
    {
        var shallow = new Explorer(Small with { Depth = 4 }).Run(long.MaxValue);
        Assert.Equal(4, shallow.Depth);
        Assert.True(shallow.Frontier > 0);
        var capped = new Explorer(Small).Run(maxStates: 20);
        Assert.True(capped.IsCapped);
        Assert.True(capped.Frontier > 0);
    }

    [Fact]
    public void A_forgotten_vote_is_found_with_a_shortest_path()
    {
        var trace = Planted("vote-forgotten", "3x2x1");
        Assert.Contains("broken: election safety", trace[^1]);
        Assert.Equal(7, trace.Count(line => line.Length > 4 && line[3] == '.'));
    }

    [Fact]
    public void A_vote_told_too_early_is_found_with_slow_disks() =>
        Assert.Contains("broken:", Planted("vote-before-sync", "3x1x1-slow")[^1]);

    [Fact]
    public void A_request_sent_too_early_is_found_with_slow_disks() =>
        Assert.Contains("broken:", Planted("request-before-sync", "3x1x1-slow")[^1]);

    [Fact]
    public void A_leader_that_drops_its_tail_is_found() =>
        Assert.Contains("broken: leader completeness", Planted("leader-drops-its-tail", "2x2x2")[^1]);

    private static string[] Planted(string plant, string scope) =>
        PlantedProgram.Load(PlantCatalog.Find(plant)!).Bind<Func<string, string[]>>(Trace)(scope);

    private static string[] Trace(string scope) => [.. new Explorer(Scopes.Find(scope)!).Run(100_000).Trace];

    /// <summary>The states of all nodes that occurred together, and what was committed.</summary>
    private static HashSet<string> NodesOf(Explorer explorer)
    {
        HashSet<string> seen = [];
        explorer.OnState = state => seen.Add(string.Join(' ', state.Nodes.Select(node => node.Hashes[0])));
        Assert.Equal(0, explorer.Run(200_000).Frontier);
        return seen;
    }
}
