using System.Globalization;

namespace Runink.Barn.Tests.Kv;

/// <summary>Randomness that can be brought back: the seed is printed, and taken from RUNINK_SEED when that is set.</summary>
public static class KvSeed
{
    public static Random Draw()
    {
        var given = Environment.GetEnvironmentVariable("RUNINK_SEED");
        var seed = given is null ? Random.Shared.Next() : int.Parse(given, CultureInfo.InvariantCulture);
        TestContext.Current.TestOutputHelper?.WriteLine($"RUNINK_SEED={seed}");
        return new Random(seed);
    }
}
