namespace Runink.Barn.Tests;

/// <summary>The ways in which a disk loses what was not synced.</summary>
public sealed class Crash : ICrash
{
    private readonly Random _chance;
    private readonly int _changes;
    private readonly int _sectors;
    private readonly int _names;
    private readonly int _flips;

    private Crash(Random chance, int names, int changes, int sectors, int flips) =>
        (_chance, _names, _changes, _sectors, _flips) = (chance, names, changes, sectors, flips);

    /// <summary>Nothing of it is there.</summary>
    public static Crash LosesAll { get; } = new(new Random(0), 0, 0, 0, 0);

    /// <summary>All of it is there.</summary>
    public static Crash KeepsAll { get; } = new(new Random(0), 100, 100, 100, 0);

    /// <summary>One way of all: whole writes are missing, or sectors of them, or names, or bits are wrong.</summary>
    public static Crash Any(Random chance)
    {
        int[] rates = [0, 50, 90, 100];
        int Rate() => rates[chance.Next(rates.Length)];
        var flips = chance.Next(3) == 0 ? chance.Next(1, 100) : 0;
        return new Crash(chance, Rate(), chance.Next(2) == 0 ? 100 : Rate(), Rate(), flips);
    }

    public bool KeepsName() => Chance(_names);

    public bool KeepsChange() => Chance(_changes);

    public bool KeepsSector() => Chance(_sectors);

    public byte[] Spoil(byte[] sector)
    {
        if (sector.Length == 0 || !Chance(_flips)) return sector;
        byte[] spoiled = [.. sector];
        spoiled[_chance.Next(spoiled.Length)] ^= (byte)(1 << _chance.Next(8));
        return spoiled;
    }

    private bool Chance(int percent) => percent >= 100 || (percent > 0 && _chance.Next(100) < percent);
}
