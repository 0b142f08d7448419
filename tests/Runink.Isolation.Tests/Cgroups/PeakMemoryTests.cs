using Runink.Isolation.Cgroups;

namespace Runink.Isolation.Tests.Cgroups;

public sealed class PeakMemoryTests
{
    [Theory]
    [InlineData("memory.peak")]
    [InlineData("memory.max_usage_in_bytes")]
    public void The_file_is_reset_and_read_where_the_group_has_it(string name)
    {
        using var group = new TemporaryDirectory();
        var file = group.Write(name, "4096\n");
        using var peak = PeakMemory.Open(group.Path);

        Assert.Equal(4096, peak!.Bytes);
        Assert.True(peak.TryReset());
        Assert.StartsWith("0", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_without_such_a_file_tells_nothing()
    {
        using var group = new TemporaryDirectory();
        Assert.Null(PeakMemory.Open(group.Path));
    }

    [Fact]
    public void A_group_that_is_gone_tells_nothing()
    {
        using var group = new TemporaryDirectory();
        group.Write("memory.peak", "4096\n");
        var peak = PeakMemory.Open(group.Path)!;
        peak.Dispose();

        Assert.Null(peak.Bytes);
    }
}
