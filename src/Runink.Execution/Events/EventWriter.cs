using System.Buffers;
using System.Text.Json;
using Runink.Pipelines.Slices;

namespace Runink.Execution.Events;

/// <summary>Writes the slice's events as JSON lines. Thread-safe: a line is never torn by another.</summary>
internal sealed class EventWriter(Stream output)
{
    private readonly Lock _gate = new();

    /// <summary>Sends one event. A coordinator that is gone makes this throw <see cref="IOException"/>.</summary>
    public void Send(SliceEvent sliceEvent)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line, EventJson.Options)) EventJson.Write(json, sliceEvent);
        line.Write("\n"u8);
        lock (_gate)
        {
            output.Write(line.WrittenSpan);
            output.Flush();
        }
    }
}
