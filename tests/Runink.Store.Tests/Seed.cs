using System.Globalization;

namespace Runink.Store.Tests;

/// <summary>Randomness that can be brought back: the seed is printed, and taken from RUNINK_SEED when that is set.</summary>
internal static class Seed
{
    public static int Next()
    {
        var given = Environment.GetEnvironmentVariable("RUNINK_SEED");
        var seed = given is null ? Random.Shared.Next() : int.Parse(given, CultureInfo.InvariantCulture);
        TestContext.Current.TestOutputHelper?.WriteLine($"RUNINK_SEED={seed}");
        return seed;
    }

    public static Random Draw() => new(Next());
}
