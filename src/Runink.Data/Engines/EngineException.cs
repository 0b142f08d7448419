using System.Text;
using System.Text.Json;

namespace Runink.Data.Engines;

/// <summary>
/// The engine refused or failed. <see cref="Exception.InnerException"/> is what a function of ours threw, when the
/// failure came from one.
/// </summary>
public sealed class EngineException : Exception
{
    /// <summary>Reports a failure of the given kind.</summary>
    public EngineException(EngineErrorType type, string message, int? position = null, Exception? inner = null)
        : base(message, inner)
    {
        Type = type;
        Position = position;
    }

    /// <summary>The kind of failure.</summary>
    public EngineErrorType Type { get; }

    /// <summary>Where in the text of the statement the mistake stands (index of a character), if the engine knows.</summary>
    public int? Position { get; }

    /// <summary>
    /// Reads what the engine reports. Instances are opened with errors as JSON, so that kind and position arrive as data.
    /// </summary>
    internal static EngineException Parse(string? report, string? sql = null, CallbackFailures? failures = null)
    {
        report ??= "the engine failed without a message";
        var json = report.IndexOf("{\"exception_type\"", StringComparison.Ordinal);
        if (json < 0) return ParsePlain(report);
        try
        {
            using var document = JsonDocument.Parse(report.AsMemory(json));
            var error = document.RootElement;
            var message = error.GetProperty("exception_message").GetString() ?? report;
            var type = TypeOf(error.GetProperty("exception_type").GetString());
            return new EngineException(type, message, PositionIn(sql, error), failures?.Take(message));
        }
        catch (JsonException)
        {
            return new EngineException(EngineErrorType.Unknown, report);
        }
    }

    /// <summary>What goes wrong while an instance opens comes as text: <c>IO Error: Cannot open …</c>.</summary>
    private static EngineException ParsePlain(string report)
    {
        const string mark = " Error: ";
        var end = report.IndexOf(mark, StringComparison.Ordinal);
        return end < 0
            ? new EngineException(EngineErrorType.Unknown, report)
            : new EngineException(TypeOf(report[..end]), report[(end + mark.Length)..]);
    }

    private static EngineErrorType TypeOf(string? name) =>
        Enum.TryParse<EngineErrorType>(name?.Replace(" ", "", StringComparison.Ordinal), ignoreCase: true, out var type)
            ? type
            : EngineErrorType.Unknown;

    /// <summary>The engine counts bytes, we count characters.</summary>
    private static int? PositionIn(string? sql, JsonElement error)
    {
        if (sql is null || !error.TryGetProperty("position", out var text)) return null;
        if (!int.TryParse(text.GetString(), out var bytes)) return null;
        var utf8 = Encoding.UTF8.GetBytes(sql);
        return Encoding.UTF8.GetCharCount(utf8, 0, Math.Clamp(bytes, 0, utf8.Length));
    }
}
