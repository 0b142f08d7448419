using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class ConvergenceTests
{
    private static readonly Entry Write =
        Stage.Command(1, 1, new Command(0, 1, CommandKind.Write, new ObjectId(ObjectKind.Register, 0, 0), 5));

    private readonly Stage _stage = Stage.For<Convergence>();

    public ConvergenceTests()
    {
        _stage.Establish(_stage.A, 1, Write);
        foreach (var node in _stage.Nodes)
        {
            if (node != _stage.A) _stage.Step(node, view => view with { Term = new(1), Leader = _stage.A.Id, Commit = new(1) });
            _stage.Apply(node, Write);
        }
    }

    [Fact]
    public void A_group_at_rest_has_converged() => _stage.Tell(i => i.Converged(_stage.Nodes));

    [Fact]
    public void A_node_that_differs_breaks_it()
    {
        var view = _stage.C.View;
        NodeView[] others =
        [
            view with { Role = Role.Leader },
            view with { Term = new Term(2) },
            view with { Leader = new NodeId(3) },
            view with { Commit = LogIndex.Zero },
            view with { LastLog = default },
            view with { LastLog = new(view.LastLog.Index.Next, view.LastLog.Term) },
        ];
        foreach (var other in others)
        {
            _stage.C.View = other;
            _stage.Breaks(() => _stage.Tell(i => i.Converged(_stage.Nodes)));
        }
    }

    [Fact]
    public void What_a_disk_lost_beyond_the_leaders_log_is_no_difference()
    {
        _stage.C.View = _stage.C.View with { LastLog = new(_stage.C.View.LastLog.Index.Next, Term.Zero) };
        _stage.Tell(i => i.Converged(_stage.Nodes));
    }

    [Fact]
    public void A_group_without_a_leader_breaks_it()
    {
        _stage.A.View = _stage.A.View with { Role = Role.Follower };
        _stage.Breaks(() => _stage.Tell(i => i.Converged(_stage.Nodes)));
    }

    [Fact]
    public void Another_state_breaks_it()
    {
        _stage.C.Machine = new StateMachine();
        _stage.C.Machine.Apply(Stage.Noop(1, 1));
        _stage.Breaks(() => _stage.Tell(i => i.Converged(_stage.Nodes)));
    }

    [Fact]
    public void A_change_that_is_half_done_breaks_it()
    {
        foreach (var node in _stage.Nodes) node.Membership = Stage.Three.Entering(Membership.OfVoters(1).Current);
        _stage.Breaks(() => _stage.Tell(i => i.Converged(_stage.Nodes)));
    }

    [Fact]
    public void A_member_that_is_none_breaks_it()
    {
        _stage.A.Membership = Membership.OfVoters(1, 2);
        _stage.Breaks(() => _stage.Tell(i => i.Converged(_stage.Nodes)));
    }

    // What removed and isolated nodes would cause, if they could disturb the rest.
    [Fact]
    public void A_new_term_after_all_had_converged_breaks_it()
    {
        _stage.Tell(i => i.Converged(_stage.Nodes));
        _stage.Breaks(() => _stage.Depose(_stage.B, 2));
    }
}
