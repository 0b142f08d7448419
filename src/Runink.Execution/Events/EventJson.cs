using System.Text.Encodings.Web;
using System.Text.Json;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;

namespace Runink.Execution.Events;

/// <summary>
/// Writes events as <see cref="PlanJson"/> reads them, by hand: the serialiser is ready for these types only after a fifth of the time that
/// a slice may take to its first record.
/// </summary>
internal static class EventJson
{
    /// <summary>How text is escaped in everything that a slice writes.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes one event as an object.</summary>
    public static void Write(Utf8JsonWriter json, SliceEvent said)
    {
        json.WriteStartObject();
        switch (said)
        {
            case SliceReady ready:
                json.WriteString("event"u8, "ready"u8);
                json.WriteNumber("residentBytes"u8, ready.ResidentBytes);
                if (ready.Build is { } build) json.WriteString("build"u8, build);
                break;
            case SliceStarted started:
                json.WriteString("event"u8, "started"u8);
                json.WriteNumber("processId"u8, started.ProcessId);
                break;
            case SliceProgress progress:
                Write(json, progress);
                break;
            case SliceWarning warning:
                json.WriteString("event"u8, "warning"u8);
                json.WriteString("code"u8, warning.Code);
                json.WriteString("message"u8, warning.Message);
                break;
            case SliceFinished finished:
                Write(json, finished);
                break;
            case SliceFailed failed:
                Write(json, failed);
                break;
            default:
                throw new ArgumentException($"unknown event {said.GetType().Name}", nameof(said));
        }

        json.WriteNumber("version"u8, said.Version);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SliceProgress progress)
    {
        json.WriteString("event"u8, "progress"u8);
        json.WriteNumber("recordsRead"u8, progress.RecordsRead);
        json.WriteNumber("recordsFailed"u8, progress.RecordsFailed);
        json.WriteNumber("bytesRead"u8, progress.BytesRead);
        json.WriteNumber("bytesTotal"u8, progress.BytesTotal);
        json.WriteString("step"u8, progress.Step);
    }

    private static void Write(Utf8JsonWriter json, SliceFailed failed)
    {
        json.WriteString("event"u8, "failed"u8);
        json.WriteString("code"u8, failed.Code);
        json.WriteString("message"u8, failed.Message);
        if (failed.Hint is not null) json.WriteString("hint"u8, failed.Hint);
        json.WriteNumber("exitCode"u8, failed.ExitCode);
        json.WriteBoolean("retryable"u8, failed.Retryable);
        if (failed.LostPeer) json.WriteBoolean("lostPeer"u8, failed.LostPeer);
    }

    private static void Write(Utf8JsonWriter json, SliceFinished finished)
    {
        json.WriteString("event"u8, "finished"u8);
        json.WriteNumber("recordsRead"u8, finished.RecordsRead);
        json.WriteNumber("recordsFailed"u8, finished.RecordsFailed);
        json.WriteStartObject("failedByRule"u8);
        foreach (var (rule, count) in finished.FailedByRule) json.WriteNumber(rule, count);
        json.WriteEndObject();
        json.WriteStartArray("parts"u8);
        foreach (var part in finished.Parts) Write(json, part);
        json.WriteEndArray();
        json.WriteStartArray("checks"u8);
        foreach (var check in finished.Checks) Write(json, check);
        json.WriteEndArray();
        json.WriteNumber("peakMemoryBytes"u8, finished.PeakMemoryBytes);
        json.WriteNumber("cpuMilliseconds"u8, finished.CpuMilliseconds);
        if (finished.ThrottledMilliseconds != 0) json.WriteNumber("throttledMilliseconds"u8, finished.ThrottledMilliseconds);
        if (finished.EdgeBytes != 0) json.WriteNumber("edgeBytes"u8, finished.EdgeBytes);
    }

    private static void Write(Utf8JsonWriter json, StagedPart part)
    {
        json.WriteStartObject();
        json.WriteNumber("sink"u8, part.Sink);
        json.WriteString("path"u8, part.Path);
        json.WriteNumber("rows"u8, part.Rows);
        json.WriteNumber("size"u8, part.Size);
        json.WriteString("sha256"u8, part.Sha256);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CheckResult check)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, check.Name);
        json.WriteBoolean("passed"u8, check.Passed);
        json.WriteString("severity"u8, check.Severity);
        json.WriteString("expected"u8, check.Expected);
        json.WriteString("actual"u8, check.Actual);
        json.WriteEndObject();
    }
}
