namespace Runink.Simulation;

/// <summary>Scrambles 64 bits: the finisher of splitmix64. No two inputs give the same output.</summary>
internal static class Mixer
{
    public static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }
}
