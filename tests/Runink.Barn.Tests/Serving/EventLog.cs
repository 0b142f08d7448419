using Microsoft.Extensions.Logging;

namespace Runink.Barn.Tests.Serving;

/// <summary>Remembers the numbers of what is logged, and the last sentence.</summary>
internal sealed class EventLog : ILogger
{
    public List<int> Events { get; } = [];

    public string Last { get; private set; } = "";

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Events.Add(eventId.Id);
        Last = formatter(state, exception);
    }
}
