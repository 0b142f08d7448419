using Microsoft.Extensions.Logging;

namespace Runink.Cli.Commands.Server.Logging;

/// <summary>The log of a server: numbered lines of text or JSON. Thread-safe.</summary>
/// <param name="queue">Where lines go.</param>
/// <param name="asJson">Whether lines are JSON.</param>
/// <param name="least">From which level on is logged; of the HTTP server, warnings at least.</param>
internal sealed class LineLoggers(LogQueue queue, bool asJson, LogLevel least) : ILoggerFactory
{
    /// <summary>Category of Runink's own, numbered events.</summary>
    public const string Own = "barn";

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName);

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("the log of a server has one form");

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class LineLogger(LineLoggers log, string category) : ILogger
    {
        private readonly LineLoggers _log = log;
        private readonly LogLevel _least = category == Own ? log.Least : log.LeastOfOthers;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= _least && logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            List<KeyValuePair<string, object?>> fields = [];
            if (category == Own && state is IReadOnlyList<KeyValuePair<string, object?>> values)
                fields.AddRange(values.Where(value => value.Key != "{OriginalFormat}"));
            var number = category == Own ? eventId.Id : 0;
            _log.Write(new(DateTimeOffset.UtcNow, logLevel, category, number, eventId.Name, formatter(state, exception), fields, exception));
        }
    }

    private LogLevel Least => least;

    private LogLevel LeastOfOthers => least > LogLevel.Warning ? least : LogLevel.Warning;

    private void Write(LogLine line) => queue.Add(asJson ? line.ToJson() : line.ToText());
}
