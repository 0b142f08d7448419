using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class LeaderAppendOnlyTests
{
    private readonly Stage _stage = Stage.For<LeaderAppendOnly>();

    public LeaderAppendOnlyTests()
    {
        _stage.Append(_stage.A, Stage.Noop(1, 1), Stage.Noop(2, 1));
        _stage.Elect(_stage.A, 2);
        _stage.Append(_stage.A, Stage.Noop(3, 2));
    }

    [Fact]
    public void A_follower_may_overwrite()
    {
        _stage.Depose(_stage.A, 3);
        _stage.Append(_stage.A, truncateFrom: 2, Stage.Noop(2, 3));
    }

    [Fact]
    public void A_leader_that_shortens_its_log_breaks_it() => _stage.Breaks(() => _stage.Append(_stage.A, truncateFrom: 3));

    [Fact]
    public void A_leader_that_overwrites_its_last_entry_breaks_it() =>
        _stage.Breaks(() => _stage.Append(_stage.A, truncateFrom: 3, Stage.Noop(3, 1), Stage.Noop(4, 2)));

    [Fact]
    public void A_leader_whose_log_begins_earlier_than_before_breaks_it()
    {
        _stage.Step(_stage.A, view => view with { LogBase = new LogPosition(new LogIndex(2), new Term(1)) });
        _stage.Breaks(() => _stage.Step(_stage.A, view => view with { LogBase = default, LastLog = new(new(4), new(2)) }));
    }
}
