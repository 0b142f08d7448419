namespace Runink.Barn;

/// <summary>
/// The log is damaged where a crash damages nothing. It is not cut there, for what was acknowledged would be lost.
/// </summary>
public sealed class LogDamagedException : IOException
{
    private const int MaxNamed = 4;

    /// <summary>Says what is damaged.</summary>
    public LogDamagedException(IReadOnlyList<LogDamage> damages)
        : base($"the log is damaged where no crash damages it: {string.Join("; ", damages.Take(MaxNamed))}" +
            (damages.Count > MaxNamed ? $"; and {damages.Count - MaxNamed} more" : "")) =>
        Damages = damages;

    /// <summary>Every place, in the order of the log.</summary>
    public IReadOnlyList<LogDamage> Damages { get; }
}
