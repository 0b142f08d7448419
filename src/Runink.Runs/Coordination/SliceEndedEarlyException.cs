namespace Runink.Runs.Coordination;

/// <summary>The process that was to become a slice ended before it could be given work.</summary>
/// <param name="exit">How.</param>
/// <param name="message">What is known about it.</param>
internal sealed class SliceEndedEarlyException(SliceExit exit, string message) : IOException(message)
{
    /// <summary>How it ended.</summary>
    public SliceExit Exit { get; } = exit;
}
