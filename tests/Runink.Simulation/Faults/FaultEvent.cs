namespace Runink.Simulation;

/// <summary>One fault of an episode. Its name stays the same when other faults are left out.</summary>
/// <param name="Kind">What.</param>
/// <param name="Number">The how many-th of its kind, from 1.</param>
public readonly record struct FaultEvent(FaultKind Kind, int Number)
{
    /// <summary>Reads what <see cref="ToString"/> writes, or returns null.</summary>
    public static FaultEvent? Parse(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 2 && FaultNames.Parse(parts[0]) is { } kind && int.TryParse(parts[1], out var number)
            ? new FaultEvent(kind, number)
            : null;
    }

    public override string ToString() => $"{FaultNames.Of(Kind)}:{Number}";
}
