using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class AcknowledgedWritesTests
{
    private static readonly Command Write = new(0, 1, CommandKind.Write, new ObjectId(ObjectKind.Register, 0, 0), 5);
    private static readonly Command Other = Write with { Client = 1 };
    private readonly Stage _stage = Stage.For<AcknowledgedWrites>();

    public AcknowledgedWritesTests() => _stage.Establish(_stage.A, 1, Stage.Command(1, 1, Write), Stage.Command(2, 1, Other));

    [Fact]
    public void A_write_that_is_committed_under_its_name_may_be_acknowledged()
    {
        Acknowledge(Write, 1, 1);
        Acknowledge(Other, 2, 1);
    }

    [Fact]
    public void A_write_that_is_not_committed_breaks_it()
    {
        _stage.Replicate(_stage.Nodes, Stage.Command(3, 1, Write with { Sequence = 2 }));
        _stage.Breaks(() => Acknowledge(Write with { Sequence = 2 }, 3, 1));
    }

    [Fact]
    public void A_write_at_the_place_of_another_one_breaks_it() => _stage.Breaks(() => Acknowledge(Other, 1, 1));

    [Fact]
    public void A_write_of_a_term_that_lost_breaks_it() => _stage.Breaks(() => Acknowledge(Write, 1, 2));

    [Fact]
    public void A_node_that_has_converged_without_it_breaks_it()
    {
        Acknowledge(Other, 2, 1);
        foreach (var node in (FakeNode[])[_stage.A, _stage.B])
        {
            _stage.Apply(node, Stage.Command(1, 1, Write));
            _stage.Apply(node, Stage.Command(2, 1, Other));
        }

        _stage.Tell(i => i.Converged([_stage.A, _stage.B]));
        _stage.Breaks(() => _stage.Tell(i => i.Converged(_stage.Nodes)));
    }

    private void Acknowledge(Command command, long index, long term)
    {
        var operation = new Operation(command, 1);
        operation.Answer(new Reply(ReplyStatus.Done), 2);
        _stage.Tell(i => i.Answered(_stage.A, operation, new LogPosition(new LogIndex(index), new Term(term))));
    }
}
