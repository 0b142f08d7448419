namespace Runink.Execution.Tests.Sources;

/// <summary>The seed of a random test: printed, and taken from RUNINK_SEED to bring a failure back.</summary>
internal static class RandomSeed
{
    public static int Next()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("RUNINK_SEED"), out int given) ? given : Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"RUNINK_SEED={seed}");
        return seed;
    }
}
