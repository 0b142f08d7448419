using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;

namespace Runink.Pipelines.Tests.Features;

public sealed class FlowListTests
{
    [Theory]
    [InlineData("b and a", "b@5 a@11")]
    [InlineData("a, band and c", "a@5 band@8 c@17")]
    [InlineData("alpha,a, and andy", "alpha@5 a@11 andy@18")]
    public void Names_are_split_and_each_knows_its_place(string text, string names)
    {
        var flows = FlowList.Split(new StepValue(text, new SourceSpan("f", 1, 5, text.Length)));
        Assert.Equal(names, string.Join(' ', flows.Select(flow => $"{flow.Text}@{flow.At.Column}")));
        Assert.All(flows, flow => Assert.Equal(flow.Text.Length, flow.At.Length));
    }
}
