namespace Runink.Raft.Tests;

public sealed class RaftOptionsTests
{
    private static RaftOptions With(string text) => new NodeText(new(1), Membership.Empty, text).Options;

    [Fact]
    public void The_defaults_are_valid() => With("").Validate();

    [Theory]
    [InlineData("HeartbeatTicks=1")]
    [InlineData("ElectionTicks=2")]
    [InlineData("Priority=0")]
    [InlineData("Priority=3")]
    [InlineData("LeaseNanoseconds=0")]
    [InlineData("ClockDriftPartsPerMillion=0")]
    [InlineData("ClockDriftPartsPerMillion=499999")]
    [InlineData("SleepAfterTicks=0")]
    [InlineData("RetainedEntries=0")]
    [InlineData("RetainedBytes=0")]
    [InlineData("PromotionLagEntries=0")]
    public void A_value_at_its_limit_is_valid(string text) => With(text).Validate();

    [Theory]
    [InlineData("HeartbeatTicks=0", "HeartbeatTicks must be at least 1")]
    [InlineData("ElectionTicks=1", "ElectionTicks must be greater than HeartbeatTicks")]
    [InlineData("HeartbeatTicks=10", "ElectionTicks must be greater than HeartbeatTicks")]
    [InlineData("Priority=-1", "Priority must be 0 to 3")]
    [InlineData("Priority=4", "Priority must be 0 to 3")]
    [InlineData("LeaseNanoseconds=-1", "LeaseNanoseconds must not be negative")]
    [InlineData("ClockDriftPartsPerMillion=-1", "ClockDriftPartsPerMillion must be 0 to 499,999")]
    [InlineData("ClockDriftPartsPerMillion=500000", "ClockDriftPartsPerMillion must be 0 to 499,999")]
    [InlineData("SleepAfterTicks=-1", "SleepAfterTicks must not be negative")]
    [InlineData("RetainedEntries=-1", "RetainedEntries must not be negative")]
    [InlineData("RetainedBytes=-1", "RetainedBytes must not be negative")]
    [InlineData("PromotionLagEntries=-1", "PromotionLagEntries must not be negative")]
    public void A_value_beyond_its_limit_is_refused_with_the_limit(string text, string problem) => Refused(With(text), problem);

    [Theory]
    [InlineData("WriteStallTicks")]
    [InlineData("MaxBatchEntries")]
    [InlineData("MaxBatchBytes")]
    [InlineData("MaxInflightMessages")]
    [InlineData("MaxInflightBytes")]
    [InlineData("MaxCommandBytes")]
    [InlineData("MaxUncommittedBytes")]
    [InlineData("MaxApplyBytes")]
    [InlineData("MaxPendingWrites")]
    [InlineData("MaxForwardedProposals")]
    [InlineData("MaxPendingReads")]
    [InlineData("SnapshotEntries")]
    [InlineData("SnapshotBytes")]
    [InlineData("SnapshotChunkBytes")]
    [InlineData("SnapshotBytesPerTick")]
    public void A_bound_is_at_least_one(string name)
    {
        With($"{name}=1").Validate();
        Refused(With($"{name}=0"), $"{name} must be at least 1");
    }

    [Fact]
    public void A_node_and_its_group_have_a_number()
    {
        Refused(With("") with { Id = NodeId.None }, "Id is zero");
        Refused(With("") with { Group = GroupId.None }, "Group is zero");
        Refused(With("Upstream=1"), "Upstream is the node itself");
    }

    private static void Refused(RaftOptions options, string problem)
    {
        var error = Assert.Throws<ArgumentException>(problem.Split(' ')[0], options.Validate);
        Assert.StartsWith(problem, error.Message, StringComparison.Ordinal);
    }
}
