using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Runink.Barn.Tests.Transport;

/// <summary>Remembers what is logged, by any thread.</summary>
internal sealed class SafeLog : ILogger
{
    private readonly ConcurrentQueue<(int Event, string Text)> _lines = new();

    public IReadOnlyList<(int Event, string Text)> Lines => [.. _lines];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public bool Has(int number) => _lines.Any(line => line.Event == number);

    public string Text(int number) => _lines.First(line => line.Event == number).Text;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _lines.Enqueue((eventId.Id, formatter(state, exception)));
        Happenings.Tell();
    }
}
