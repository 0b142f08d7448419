namespace Runink.Cli.Doctor;

/// <summary>How a check ended.</summary>
internal enum FindingStatus
{
    /// <summary>As it should be.</summary>
    Pass,

    /// <summary>Works, but something is slower or weaker than it could be.</summary>
    Warn,

    /// <summary>Something will not work.</summary>
    Fail,
}

/// <summary>What one check found.</summary>
/// <param name="Category"><c>machine</c>, <c>storage</c>, <c>engine</c> or <c>project</c>.</param>
/// <param name="Name">What was looked at.</param>
/// <param name="Status">How it is.</param>
/// <param name="Message">What was seen.</param>
/// <param name="Fix">What to do about it; null when it passed.</param>
internal sealed record Finding(string Category, string Name, FindingStatus Status, string Message, string? Fix = null);
