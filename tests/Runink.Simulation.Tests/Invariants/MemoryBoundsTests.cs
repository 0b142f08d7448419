using Runink.Raft;

namespace Runink.Simulation.Tests;

public sealed class MemoryBoundsTests
{
    private readonly Stage _stage = Stage.For<MemoryBounds>();

    public static TheoryData<RaftLoad> TooMuch =>
    [
        new RaftLoad { PendingReads = 11 },
        new RaftLoad { ForwardedProposals = 11 },
        new RaftLoad { InflightMessages = 11 },
        new RaftLoad { InflightBytes = 1033 },
        new RaftLoad { ApplyingBytes = 100_000 },
        new RaftLoad { PendingWrites = 1000 },
        new RaftLoad { PendingPromises = 1000 },
    ];

    [Theory]
    [MemberData(nameof(TooMuch))]
    public void More_than_the_options_allow_breaks_it(RaftLoad load)
    {
        Limit();
        _stage.Step(_stage.A, view => view);
        _stage.A.Load = load;
        _stage.Breaks(() => _stage.Step(_stage.A, view => view));
    }

    [Fact]
    public void As_much_as_the_options_allow_is_right()
    {
        Limit();
        _stage.A.Load = new RaftLoad
        {
            PendingReads = 10,
            ForwardedProposals = 10,
            InflightMessages = 10,
            InflightBytes = 1032,
            ApplyingBytes = 1000,
            PendingWrites = 10,
            PendingPromises = 10,
            UnappliedBytes = 1000,
        };
        _stage.Step(_stage.A, view => view);
    }

    [Fact]
    public void A_leader_that_takes_a_command_when_too_much_waits_breaks_it()
    {
        Limit();
        _stage.A.Load = new RaftLoad { UnappliedBytes = 50_000 };
        _stage.Elect(_stage.A, 1);
        _stage.A.Load = new RaftLoad { UnappliedBytes = 50_000 + Entry.Overhead };
        _stage.Step(_stage.A, view => view);
        _stage.A.Load = new RaftLoad { UnappliedBytes = 50_000 + (4 * Entry.Overhead) };
        _stage.Breaks(() => _stage.Step(_stage.A, view => view));
    }

    private void Limit() => _stage.A.Options = _stage.A.Options with
    {
        MaxPendingReads = 10,
        MaxForwardedProposals = 10,
        MaxInflightMessages = 10,
        MaxInflightBytes = 1000,
        MaxApplyBytes = 1000,
        MaxPendingWrites = 10,
        MaxUncommittedBytes = 1000,
        MaxBatchBytes = 1000,
        MaxCommandBytes = 1000,
    };
}
