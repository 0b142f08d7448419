using Runink.Pipelines.Planning;
using Runink.Pipelines.Planning.Datasets;

namespace Runink.Pipelines.Tests.Planning;

/// <summary>Whether a source could read what a sink writes.</summary>
public sealed class DatasetOverlapTests
{
    [Theory]
    [InlineData("**/*.csv", "out/x", true)]
    [InlineData("**/*.csv", "/mnt/out/x", false)]
    [InlineData("*/*.csv", "/mnt/out", false)]
    [InlineData(".", "out/x", true)]
    [InlineData(".", "/mnt/out/x", false)]
    [InlineData("/mnt/**/*.csv", "/mnt/out/x", true)]
    [InlineData("/mnt/*.csv", "/mnt/out/x", false)]
    [InlineData("/mnt/**/*.csv", "out/x", false)]
    [InlineData("/**/*.csv", "/mnt/out/x", true)]
    [InlineData("data/*.csv", "data", true)]
    public void A_dataset_in_an_allowed_directory_is_not_below_the_root(string source, string sink, bool expected) =>
        Assert.Equal(expected, DatasetOverlap.Reads(new DatasetRef("csv", source), new DatasetRef("csv", sink)));
}
