using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Runink.Pipelines.Diagnostics;

/// <summary>Diagnostics for machines: what <c>-o json</c> prints. Versioned; described in docs/internals/language.md.</summary>
public static class DiagnosticJson
{
    /// <summary>Version of the format.</summary>
    public const int Version = 1;

    /// <summary>How it is laid out.</summary>
    public static readonly JsonWriterOptions WriterOptions =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One JSON object, indented, ending with a line break.</summary>
    public static string Write(IEnumerable<Diagnostic> diagnostics)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            WriteArray(writer, diagnostics);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    /// <summary>Writes the property <c>diagnostics</c> into an object that the caller has begun.</summary>
    public static void WriteArray(Utf8JsonWriter writer, IEnumerable<Diagnostic> diagnostics)
    {
        writer.WriteStartArray("diagnostics");
        foreach (var diagnostic in diagnostics) WriteOne(writer, diagnostic);
        writer.WriteEndArray();
    }

    private static void WriteOne(Utf8JsonWriter writer, Diagnostic diagnostic)
    {
        writer.WriteStartObject();
        writer.WriteString("code", diagnostic.Definition.Code);
        writer.WriteString("severity", diagnostic.IsError ? "error" : "warning");
        writer.WriteString("title", diagnostic.Definition.Title);
        writer.WriteString("message", diagnostic.Message);
        if (diagnostic.At is { } at)
        {
            writer.WriteString("file", at.File);
            writer.WriteNumber("line", at.Line);
            writer.WriteNumber("column", at.Column);
            writer.WriteNumber("length", at.Length);
        }

        writer.WriteStartArray("notes");
        foreach (var note in diagnostic.Notes) writer.WriteStringValue(note);
        writer.WriteEndArray();
        if (diagnostic.Hint is { } hint) writer.WriteString("hint", hint);
        writer.WriteEndObject();
    }
}
