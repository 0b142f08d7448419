using System.Text;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;

namespace Runink.Execution.Events;

/// <summary>Writes the slice's events as JSON lines. Thread-safe: a line is never torn by another.</summary>
internal sealed class EventWriter(Stream output)
{
    private readonly Lock _gate = new();

    /// <summary>Sends one event. A coordinator that is gone makes this throw <see cref="IOException"/>.</summary>
    public void Send(SliceEvent sliceEvent)
    {
        var line = Encoding.UTF8.GetBytes(PlanJson.Write(sliceEvent) + "\n");
        lock (_gate)
        {
            output.Write(line);
            output.Flush();
        }
    }
}
