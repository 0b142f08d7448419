namespace Runink.Data.Engines;

/// <summary>
/// Carries an exception of a C# function around native code: the engine takes only its message, and the connection that
/// sees the message come back finds the exception itself here. Thread-safe; keeps the newest few.
/// </summary>
internal sealed class CallbackFailures
{
    private const int Kept = 16;

    private readonly Queue<Exception> _newest = new();

    /// <summary>Keeps a failure and returns the message to give to the engine.</summary>
    internal string Keep(Exception failure)
    {
        lock (_newest)
        {
            if (_newest.Count == Kept) _newest.Dequeue();
            _newest.Enqueue(failure);
        }
        return failure.Message;
    }

    /// <summary>The exception behind a report of the engine, or null when it is the engine's own.</summary>
    internal Exception? Behind(string? report)
    {
        if (report is null) return null;
        var message = EngineException.Parse(report).Message;
        lock (_newest) return _newest.LastOrDefault(failure => message.Contains(failure.Message, StringComparison.Ordinal));
    }
}
