namespace Runink.Simulation.Tests;

/// <summary>A fresh seed for every run of a random test, printed, or the one in RUNINK_SEED.</summary>
internal static class TestSeed
{
    public static Prng Start(ITestOutputHelper output)
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("RUNINK_SEED"), out var given)
            ? given
            : BitConverter.ToUInt64(Guid.NewGuid().ToByteArray());
        output.WriteLine($"RUNINK_SEED={seed}");
        return new Prng(seed);
    }
}
