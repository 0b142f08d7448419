namespace Runink.Barn;

/// <summary>How much history is kept when nobody compacts by hand. At most one of the two is set; neither: everything is kept.</summary>
/// <param name="Period">What is older than this is compacted.</param>
/// <param name="Revisions">What is further back than so many revisions is compacted.</param>
public sealed record AutoCompaction(TimeSpan? Period, long? Revisions)
{
    /// <summary>Nothing is compacted by itself.</summary>
    public static AutoCompaction Off { get; } = new(null, null);
}
