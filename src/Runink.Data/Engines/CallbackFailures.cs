namespace Runink.Data.Engines;

/// <summary>
/// Carries an exception of a C# function around native code: the engine takes only its message, and the connection that
/// sees the message come back finds the exception itself here. Thread-safe; keeps the newest few.
/// </summary>
internal sealed class CallbackFailures
{
    private const int Kept = 16;

    private readonly List<Exception> _newest = [];

    /// <summary>Keeps a failure and returns the message to give to the engine.</summary>
    internal string Keep(Exception failure)
    {
        lock (_newest)
        {
            if (_newest.Count == Kept) _newest.RemoveAt(0);
            _newest.Add(failure);
        }
        return failure.Message;
    }

    /// <summary>Forgets all.</summary>
    internal void Clear()
    {
        lock (_newest) _newest.Clear();
    }

    /// <summary>The exception behind a message that the engine reports, or null when the failure is its own.</summary>
    internal Exception? Take(string message)
    {
        lock (_newest)
        {
            var at = _newest.FindLastIndex(failure => failure.Message == message);
            if (at < 0) return null;
            var failure = _newest[at];
            _newest.RemoveAt(at);
            return failure;
        }
    }
}
