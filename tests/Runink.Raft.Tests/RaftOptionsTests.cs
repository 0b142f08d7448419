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
    [InlineData("HeartbeatTicks=0")]
    [InlineData("ElectionTicks=1")]
    [InlineData("HeartbeatTicks=10")]
    [InlineData("Priority=-1")]
    [InlineData("Priority=4")]
    [InlineData("LeaseNanoseconds=-1")]
    [InlineData("ClockDriftPartsPerMillion=-1")]
    [InlineData("ClockDriftPartsPerMillion=500000")]
    [InlineData("SleepAfterTicks=-1")]
    [InlineData("RetainedEntries=-1")]
    [InlineData("RetainedBytes=-1")]
    [InlineData("PromotionLagEntries=-1")]
    public void A_value_beyond_its_limit_is_refused_by_name(string text) => RefusedByName(text);

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
        RefusedByName($"{name}=0");
    }

    [Fact]
    public void A_node_and_its_group_have_a_number()
    {
        Assert.Throws<ArgumentException>("Id", () => (With("") with { Id = NodeId.None }).Validate());
        Assert.Throws<ArgumentException>("Group", () => (With("") with { Group = GroupId.None }).Validate());
    }

    private static void RefusedByName(string text)
    {
        var name = text.StartsWith("HeartbeatTicks=10", StringComparison.Ordinal) ? "ElectionTicks" : text.Split('=')[0];
        Assert.Throws<ArgumentException>(name, () => With(text).Validate());
    }
}
