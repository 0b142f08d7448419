namespace Runink.Isolation.Tests;

/// <summary>A fresh seed for every run of a random test, printed, or the one in RUNINK_SEED.</summary>
internal static class TestSeed
{
    public static Random Start(ITestOutputHelper output)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("RUNINK_SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"RUNINK_SEED={seed}");
        return new Random(seed);
    }
}
