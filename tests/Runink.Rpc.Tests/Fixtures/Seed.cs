using System.Globalization;

namespace Runink.Rpc.Fixtures;

/// <summary>The seed of a random test: a new one each time, or that of RUNINK_SEED; and how many inputs RUNINK_FUZZ asks for.</summary>
internal static class Seed
{
    public static (Random Random, string Name) Random()
    {
        var seed = Environment.GetEnvironmentVariable("RUNINK_SEED") is { } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : System.Random.Shared.Next();
        return (new Random(seed), $"RUNINK_SEED={seed}");
    }

    public static int Inputs(int usual) =>
        Environment.GetEnvironmentVariable("RUNINK_FUZZ") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : usual;
}
