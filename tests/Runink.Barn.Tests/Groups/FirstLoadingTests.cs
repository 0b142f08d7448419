using System.Runtime;

namespace Runink.Barn.Tests;

[Collection(nameof(FirstLoadingTests))]
[CollectionDefinition(nameof(FirstLoadingTests), DisableParallelization = true)]
public sealed class FirstLoadingTests
{
    [Fact]
    public void Nothing_is_collected_while_a_large_file_is_read_and_the_end_of_it_ends_that()
    {
        using (new FirstLoading(64 << 20))
        {
            Assert.Equal(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
            // A second one leaves the first alone.
            using (new FirstLoading(64 << 20)) Assert.Equal(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
            Assert.Equal(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
        }

        Assert.NotEqual(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
    }

    [Fact]
    public void A_file_that_holds_more_than_it_seems_is_read_all_the_same()
    {
        using (new FirstLoading(32 << 20))
        {
            var kept = new List<byte[]>();
            for (var i = 0; i < 400; i++) kept.Add(new byte[1 << 20]);
            GC.KeepAlive(kept);
        }

        Assert.NotEqual(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1 << 20)]
    public void A_small_file_is_read_as_ever(long bytes)
    {
        using (new FirstLoading(bytes)) Assert.NotEqual(GCLatencyMode.NoGCRegion, GCSettings.LatencyMode);
    }
}
