using Runink.Runs.Coordination;
using Runink.Runs.Tests.Slice;

namespace Runink.Runs.Tests.Coordination;

public sealed class StageGraphTests
{
    [Theory]
    [InlineData("Silver - validate, mask and route", "01-silver-validate-mask-and-route")]
    [InlineData("Größe!", "01-gr-e")]
    [InlineData("日本", "01-stage")]
    [InlineData("../../etc/passwd", "01-etc-passwd")]
    [InlineData("a very long name that goes on and on and on and on", "01-a-very-long-name-that-goes-on-and-on")]
    public void A_stage_is_named_so_that_a_person_knows_it_and_a_path_can_hold_it(string scenario, string id) =>
        Assert.Equal(id, StageGraph.Of([Scenarios.Copy(name: scenario)])[0].Id);

    [Theory]
    [InlineData("out/silver", true)]
    [InlineData("out/silver/*.csv", true)]
    [InlineData("out/dlq", true)]
    [InlineData("out/silver2", false)]
    [InlineData("out", true)]
    [InlineData("out/*/part-*", true)]
    public void Stages_connect_by_the_datasets_they_write_and_read(string source, bool connected)
    {
        var stages = StageGraph.Of([Scenarios.Copy(), Scenarios.Copy(from: source, to: "out/gold", letters: null, name: "Gold")]);

        Assert.Equal(connected ? ["01-silver-copy"] : [], stages[1].After);
        Assert.Equal(connected ? 1 : 0, stages[1].Internal.Count);
        Assert.Equal(connected ? 0 : 1, stages[1].External.Count);
    }
}
