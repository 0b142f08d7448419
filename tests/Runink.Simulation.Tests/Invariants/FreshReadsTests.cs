using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class FreshReadsTests
{
    private const ulong Context = 451;

    private readonly Stage _stage = Stage.For<FreshReads>();
    private readonly Operation _read = new(new Command(3, 7, CommandKind.Read, new ObjectId(ObjectKind.Register, 0, 0)), 1);

    public FreshReadsTests() => _stage.Establish(_stage.A, 1, Stage.Noop(1, 1), Stage.Noop(2, 1));

    [Fact]
    public void A_read_at_what_was_committed_when_it_was_asked_is_fresh()
    {
        _stage.Tell(i => i.Called(_stage.B, _read, Context));
        _stage.Replicate([_stage.A, _stage.B], Stage.Noop(3, 1));
        _stage.Commit(_stage.A, 3);
        _stage.Emit(_stage.B, Ready(2));
        _stage.Tell(i => i.Answered(_stage.B, _read, At(2)));
    }

    [Fact]
    public void A_read_before_what_was_committed_when_it_was_asked_breaks_it()
    {
        _stage.Tell(i => i.Called(_stage.B, _read, Context));
        _stage.Breaks(() => _stage.Emit(_stage.B, Ready(1)));
    }

    [Fact]
    public void A_read_that_is_served_too_early_breaks_it()
    {
        _stage.Tell(i => i.Called(_stage.B, _read, Context));
        _stage.Emit(_stage.B, Ready(2));
        _stage.Breaks(() => _stage.Tell(i => i.Answered(_stage.B, _read, At(1))));
    }

    [Fact]
    public void The_answer_of_a_node_that_is_no_longer_asked_is_nobodys()
    {
        _stage.Tell(i => i.Called(_stage.C, _read, Context));
        _stage.Tell(i => i.Called(_stage.B, _read, Context));
        _stage.Emit(_stage.C, Ready(1));
    }

    private static LogPosition At(long index) => new(new LogIndex(index), new Term(1));

    private static ReadReady Ready(long index) => new(Context, new LogIndex(index));
}
