namespace Runink.Cluster;

/// <summary>How bad a line is.</summary>
/// <param name="Delay">What each packet takes at least.</param>
/// <param name="Jitter">What it takes longer, at most: packets overtake each other.</param>
/// <param name="LossPerMille">How many of a thousand are lost.</param>
internal sealed record LineQuality(TimeSpan Delay, TimeSpan Jitter, int LossPerMille);
