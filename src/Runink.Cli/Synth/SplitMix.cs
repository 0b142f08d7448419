namespace Runink.Cli.Synth;

/// <summary>
/// A small generator of pseudo-random numbers (splitmix64). Every cell has one of its own, seeded by seed, row and column, so
/// that a row can be made again without those before it, and the same seed always makes the same bytes.
/// </summary>
internal struct SplitMix(ulong state)
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    private ulong _state = state;

    /// <summary>The generator of one stream of a row: a column, or the decision whether the row is bad.</summary>
    public static SplitMix Of(ulong seed, long row, int stream) =>
        new(Mix(seed ^ Mix((ulong)row * Gamma)) + ((ulong)(uint)stream * 0xD1342543DE82EF95));

    /// <summary>The next 64 bits.</summary>
    public ulong Next() => Mix(_state += Gamma);

    /// <summary>A number below <paramref name="bound"/>.</summary>
    public ulong Below(ulong bound) => Math.BigMul(Next(), bound, out _);

    /// <summary>A number below <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)Below((ulong)bound);

    /// <summary>Scrambles 64 bits; no two inputs give the same output.</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
