using System.Globalization;

namespace Runink.Data.Tests.Arrow;

/// <summary>The seed of a random test: printed, and taken from RUNINK_SEED to see a failure again.</summary>
internal static class Seeds
{
    internal static int Next()
    {
        var given = Environment.GetEnvironmentVariable("RUNINK_SEED");
        var seed = given is null ? Random.Shared.Next() : int.Parse(given, CultureInfo.InvariantCulture);
        TestContext.Current.TestOutputHelper?.WriteLine($"RUNINK_SEED={seed}");
        return seed;
    }
}
