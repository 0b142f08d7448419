namespace Runink.Simulation;

/// <summary>
/// The one source of chance: xoshiro256**. Whole numbers only, so that a seed means the same on every machine.
/// </summary>
public sealed class Prng
{
    private ulong _a, _b, _c, _d;

    public Prng(ulong seed)
    {
        _a = Mixer.Mix(seed);
        _b = Mixer.Mix(_a);
        _c = Mixer.Mix(_b);
        _d = Mixer.Mix(_c);
    }

    public ulong Next()
    {
        var result = ulong.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = ulong.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>A number from zero to below the bound.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A number from the one to the other, both included.</summary>
    public long Between(long least, long most) => least + (long)Math.BigMul(Next(), (ulong)(most - least + 1), out _);

    /// <summary>True so many times in a million.</summary>
    public bool Chance(int partsPerMillion) => partsPerMillion > 0 && Below(1_000_000) < partsPerMillion;

    /// <summary>True half of the time.</summary>
    public bool Coin() => (Next() & 1) != 0;

    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    /// <summary>A duration whose mean is about the given one: mostly below it, and now and then several times as long.</summary>
    public long Spread(long mean) => Below(10) == 0 ? Between(mean, 4 * mean) : Between(mean / 16, (mean * 3) / 2);

    /// <summary>A generator of its own that is seeded from this one.</summary>
    public Prng Fork() => new(Next());
}
