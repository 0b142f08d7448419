namespace Runink.Simulation;

/// <summary>How a simulated disk behaves.</summary>
/// <param name="MeanNanoseconds">How long a job takes in the mean.</param>
/// <param name="StallsPerMillion">How many jobs in a million hang for a while.</param>
/// <param name="StallNanoseconds">For how long.</param>
internal sealed record BarnDiskOptions(long MeanNanoseconds, int StallsPerMillion, long StallNanoseconds);
