namespace Runink.Isolation;

/// <summary>A process cannot be isolated as was asked for.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="hint">What to do about it.</param>
/// <param name="cause">Where it comes from.</param>
public sealed class IsolationException(string message, string hint, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>What to do about it.</summary>
    public string Hint { get; } = hint;
}
