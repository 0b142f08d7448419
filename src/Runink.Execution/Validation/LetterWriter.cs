using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Runink.Execution.Events;
using Runink.Execution.Sinks;
using Runink.Execution.Sources;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;

namespace Runink.Execution.Validation;

/// <summary>
/// Writes dead letters as JSON lines (semantics section 5; the format is <see cref="DeadLetter"/>). Thread-safe: callers format into
/// buffers of their own and hand over whole lines.
/// </summary>
internal sealed class LetterWriter : IDisposable
{
    private const int FileBufferBytes = 1 << 20;

    private readonly FileStream _file;
    private readonly Lock _gate = new();
    private long _letters;

    /// <summary>Creates the file; it must not exist.</summary>
    public LetterWriter(string path)
    {
        Path = path;
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, FileBufferBytes);
    }

    /// <summary>The file that is written.</summary>
    public string Path { get; }

    /// <summary>Letters written so far.</summary>
    public long Letters => Interlocked.Read(ref _letters);

    /// <summary>Appends whole lines.</summary>
    public void Append(ReadOnlySpan<byte> lines, int letters)
    {
        lock (_gate) _file.Write(lines);
        Interlocked.Add(ref _letters, letters);
    }

    /// <summary>Ends writing; the part is sealed like every other.</summary>
    public WrittenPart Complete()
    {
        _file.Dispose();
        return new WrittenPart(StagingTarget.DeadLetters, Path, Letters);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Formats one letter, with its line end, into <paramref name="buffer"/>.</summary>
    public static void Format(ArrayBufferWriter<byte> buffer, LetterContext context, in FailedRecord record)
    {
        using (var json = new Utf8JsonWriter(buffer, EventJson.Options))
        {
            json.WriteStartObject();
            WritePlace(json, context, record);
            WriteErrors(json, context, record);
            WritePayload(json, context, record);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
    }

    private static void WritePlace(Utf8JsonWriter json, LetterContext context, in FailedRecord record)
    {
        var file = context.Files[RecordPosition.File(record.Position)];
        var number = RecordPosition.Record(record.Position);
        json.WriteNumber("version"u8, DeadLetter.CurrentVersion);
        json.WriteString("id"u8, IdOf(context.Assignment, file.Path, number));
        json.WriteString("run"u8, context.Assignment.Run);
        json.WriteString("stage"u8, context.Assignment.Stage);
        json.WriteNumber("epoch"u8, context.Assignment.Epoch);
        json.WriteString("time"u8, context.Assignment.RunTime);
        json.WriteString("dataset"u8, context.Source.Dataset.Identity);
        json.WriteString("file"u8, file.Path);
        json.WriteString("fileSha256"u8, file.Sha256);
        json.WriteNumber("record"u8, number);
        if (record.Line is { } line) json.WriteNumber("line"u8, line);
        if (record.ByteOffset is { } offset) json.WriteNumber("byteOffset"u8, offset);
        if (record.ByteLength is { } length) json.WriteNumber("byteLength"u8, length);
        if (context.Contract is not { } contract) return;
        json.WriteString("contract"u8, contract.Id);
        json.WriteString("contractVersion"u8, contract.Version);
    }

    private static void WriteErrors(Utf8JsonWriter json, LetterContext context, in FailedRecord record)
    {
        json.WriteStartArray("errors"u8);
        foreach (var form in FormRules.Broken(record.Problems)) WriteError(json, FormRules.Field, form.Name, form.Expected, null);
        for (var i = 0; i < context.Rules.Count && record.Problems == RecordProblems.None; i++)
        {
            if (!record.Breaks(i)) continue;
            var rule = context.Rules[i];
            WriteError(json, rule.Field, rule.Name, rule.Expected, Actual(context.Source, rule, record));
        }

        json.WriteEndArray();
    }

    private static void WriteError(Utf8JsonWriter json, string field, string rule, string expected, string? actual)
    {
        json.WriteStartObject();
        json.WriteString("field"u8, field);
        json.WriteString("rule"u8, rule);
        json.WriteString("expected"u8, expected);
        if (actual is not null) json.WriteString("actual"u8, actual);
        json.WriteEndObject();
    }

    private static string? Actual(SourceNode source, RecordRule rule, in FailedRecord record)
    {
        if (rule.Fields.Count == 1) return record.Text(OrdinalOf(source, rule.Fields[0]));
        var values = new List<string>(rule.Fields.Count);
        foreach (var field in rule.Fields) values.Add(record.Text(OrdinalOf(source, field)) ?? "null");
        return string.Join(", ", values);
    }

    private static int OrdinalOf(SourceNode source, string field)
    {
        for (var i = 0; i < source.Columns.Count; i++)
        {
            if (string.Equals(source.Columns[i].Name, field, StringComparison.OrdinalIgnoreCase)) return i;
        }

        return -1;
    }

    private static void WritePayload(Utf8JsonWriter json, LetterContext context, in FailedRecord record)
    {
        json.WriteStartObject("payload"u8);
        for (var i = 0; i < context.Source.Columns.Count; i++)
        {
            json.WritePropertyName(context.Source.Columns[i].Name);
            if (record.TryGetBytes(i, out var bytes)) json.WriteStringValue(bytes);
            else json.WriteNullValue();
        }

        json.WriteEndObject();
    }

    // The same record of the same run gets the same id in every attempt.
    private static string IdOf(SliceAssignment assignment, string file, long record)
    {
        var seed = string.Create(CultureInfo.InvariantCulture, $"{assignment.Run}\n{assignment.Stage}\n{file}\n{record}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(seed), hash);
        return Convert.ToHexStringLower(hash[..8]);
    }
}
