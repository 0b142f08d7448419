using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Commands.Server.Logging;

/// <summary>One event of the log as a line of text or of JSON.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Level">How bad.</param>
/// <param name="Category">Who logs.</param>
/// <param name="Event">Its number; 0 for what others than Runink log.</param>
/// <param name="Name">Its name.</param>
/// <param name="Message">The sentence.</param>
/// <param name="Fields">The values in the sentence, by name.</param>
/// <param name="Error">What was thrown, if anything.</param>
internal sealed record LogLine(
    DateTimeOffset Time, LogLevel Level, string Category, int Event, string? Name, string Message,
    IReadOnlyList<KeyValuePair<string, object?>> Fields, Exception? Error)
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private string LevelName => Level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "error",
    };

    private string TimeText => Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>2026-01-02T03:04:05.678Z info 100 message</c>; what could break the line or command a terminal is taken out.</summary>
    public string ToText()
    {
        var number = Event == 0 ? "-" : Event.ToString(CultureInfo.InvariantCulture);
        var error = Error is null ? "" : $" ({Error.GetType().Name}: {Error.Message})";
        return $"{TimeText} {LevelName,-5} {number,3} {TerminalText.Clean(Message + error).Replace('\n', ' ')}";
    }

    /// <summary>The same as an object; the values of the sentence are members of their own.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Json))
        {
            writer.WriteStartObject();
            writer.WriteString("time", TimeText);
            writer.WriteString("level", LevelName);
            if (Event != 0) writer.WriteNumber("event", Event);
            if (!string.IsNullOrEmpty(Name)) writer.WriteString("name", Name);
            writer.WriteString("source", Category);
            writer.WriteString("message", Message);
            if (Fields.Count > 0) WriteFields(writer);
            if (Error is not null) writer.WriteString("error", Error.ToString());
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("fields");
        foreach (var (key, value) in Fields)
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(key);
            if (value is int or long or uint or ulong) writer.WriteNumber(name, Convert.ToDecimal(value, CultureInfo.InvariantCulture));
            else if (value is DateTime time) writer.WriteString(name, time);
            else writer.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
        }

        writer.WriteEndObject();
    }
}
