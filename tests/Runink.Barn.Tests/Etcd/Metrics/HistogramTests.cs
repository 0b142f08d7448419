namespace Runink.Barn.Tests;

public sealed class HistogramTests
{
    [Fact]
    public void What_took_as_long_as_a_bound_is_within_it_and_buckets_hold_those_before()
    {
        var histogram = new Histogram(0.001, 3);
        foreach (var milliseconds in new[] { 0.2, 1, 1.1, 2, 4, 4.1, 1000 }) histogram.Observe(TimeSpan.FromMilliseconds(milliseconds));
        var text = new MetricsText();
        histogram.Write(text, "name", "What it is.");
        Assert.Equal(
            """
            # HELP name What it is.
            # TYPE name histogram
            name_bucket{le="0.001"} 2
            name_bucket{le="0.002"} 4
            name_bucket{le="0.004"} 5
            name_bucket{le="+Inf"} 7
            name_sum 1.0124
            name_count 7

            """.ReplaceLineEndings("\n"),
            text.ToString());
    }
}
