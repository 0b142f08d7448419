using System.Globalization;

namespace Runink.Cluster;

/// <summary>The flags of a command, each with a value.</summary>
internal sealed class Flags
{
    private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);

    /// <param name="args">What was given.</param>
    /// <param name="known">What may be.</param>
    public Flags(IReadOnlyList<string> args, params IReadOnlyList<string> known)
    {
        AreWrong = args.Count % 2 != 0;
        for (var i = 0; i + 1 < args.Count; i += 2) AreWrong |= !known.Contains(args[i]) || !_given.TryAdd(args[i], args[i + 1]);
        AreWrong |= Text("-o") is not (null or "text" or "json");
    }

    /// <summary>Whether anything that was given makes no sense; complete once everything was asked for.</summary>
    public bool AreWrong { get; private set; }

    /// <summary>Whether the outcome is to be printed as JSON.</summary>
    public bool WantsJson => Text("-o") == "json";

    public string? Text(string name) => _given.GetValueOrDefault(name);

    public int Number(string name, int otherwise, int least, int most)
    {
        if (Text(name) is not { } text) return otherwise;
        if (int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        AreWrong = true;
        return otherwise;
    }

    public ulong Seed(string name)
    {
        if (Text(name) is not { } text) return (ulong)Random.Shared.NextInt64();
        AreWrong |= !ulong.TryParse(text, CultureInfo.InvariantCulture, out var seed);
        return seed;
    }

    /// <summary>Names with commas between.</summary>
    public IReadOnlyList<T> Names<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text) return Enum.GetValues<T>();
        List<T> values = [];
        foreach (var part in text.Split(','))
        {
            if (Enum.TryParse<T>(part, out var value) && Enum.IsDefined(value)) values.Add(value);
            else AreWrong = true;
        }

        return values;
    }
}
