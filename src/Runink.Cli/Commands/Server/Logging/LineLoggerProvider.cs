using Microsoft.Extensions.Logging;

namespace Runink.Cli.Commands.Server.Logging;

/// <summary>Writes the log of a server as numbered lines of text or JSON. Thread-safe.</summary>
/// <param name="queue">Where lines go.</param>
/// <param name="asJson">Whether lines are JSON.</param>
/// <param name="least">From which level on is logged; of the HTTP server, warnings at least.</param>
internal sealed class LineLoggerProvider(LogQueue queue, bool asJson, LogLevel least) : ILoggerProvider
{
    /// <summary>Category of Runink's own, numbered events.</summary>
    public const string Own = "barn";

    private LogLevel LeastOfOthers => least > LogLevel.Warning ? least : LogLevel.Warning;

    /// <summary>Loggers that write through such a provider alone, which decides on levels.</summary>
    public static ILoggerFactory Factory(LogQueue queue, bool asJson, LogLevel least) => new LoggerFactory(
        [new LineLoggerProvider(queue, asJson, least)], new LoggerFilterOptions { MinLevel = LogLevel.Trace });

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) =>
        new LineLogger(this, categoryName, categoryName == Own ? least : LeastOfOthers);

    /// <summary>Nothing: the queue is its owner's.</summary>
    public void Dispose()
    {
    }

    private void Write(LogLine line) => queue.Add(asJson ? line.ToJson() : line.ToText());

    private sealed class LineLogger(LineLoggerProvider log, string category, LogLevel least) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            List<KeyValuePair<string, object?>> fields = [];
            if (category == Own && state is IReadOnlyList<KeyValuePair<string, object?>> values)
                fields.AddRange(values.Where(value => value.Key != "{OriginalFormat}"));
            var number = category == Own ? eventId.Id : 0;
            log.Write(new(DateTimeOffset.UtcNow, logLevel, category, number, eventId.Name, formatter(state, exception), fields, exception));
        }
    }
}
