namespace Runink.Barn;

/// <summary>
/// The log is damaged where a crash damages nothing. It is not cut there, for what was acknowledged would be lost.
/// </summary>
public sealed class LogDamagedException : IOException
{
    /// <summary>Says what is damaged.</summary>
    public LogDamagedException(IReadOnlyList<LogDamage> damages)
        : base($"the log is damaged in {damages.Count} place(s), and this is not what a crash leaves: {string.Join("; ", damages.Take(4))}") =>
        Damages = damages;

    /// <summary>Every place, in the order of the log.</summary>
    public IReadOnlyList<LogDamage> Damages { get; }
}
