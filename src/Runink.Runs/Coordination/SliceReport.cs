using System.Text;
using System.Text.Json;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Runs.Files;

namespace Runink.Runs.Coordination;

/// <summary>What a slice said until it fell silent.</summary>
/// <param name="Finished">That it finished.</param>
/// <param name="Failed">Or why not.</param>
/// <param name="Violation">Or how it broke the protocol, which makes the rest worthless.</param>
internal sealed record SliceReport(SliceFinished? Finished, SliceFailed? Failed, string? Violation)
{
    /// <summary>Bytes of the longest event.</summary>
    public const int LongestEvent = 1 << 20;

    /// <summary>It said nothing that counts.</summary>
    public static readonly SliceReport Silent = new(null, null, null);

    /// <summary>
    /// Reads events to the end of the stream; progress and warnings are passed on as they come. What is thrown comes from whoever they are passed on to.
    /// </summary>
    public static async Task<SliceReport> ReadAsync(Stream events, Action<SliceEvent> passOn)
    {
        var lines = new BoundedLineReader(events, LongestEvent);
        var report = Silent;
        while (true)
        {
            SliceEvent? said;
            try
            {
                said = await NextAsync(lines);
            }
            catch (Exception damage) when (damage is JsonException or NotSupportedException)
            {
                return Broken($"a line is not an event: {damage.Message}");
            }
            catch (InvalidDataException tooLong)
            {
                return Broken(tooLong.Message);
            }
            catch (IOException)
            {
                return report;
            }

            if (said is null) return report;
            if (said.Version is < 1 or > SliceAssignment.CurrentVersion) return Broken($"version {said.Version} is unknown");
            if (report != Silent) return Broken("it spoke after its result");
            if (said is SliceFinished finished) report = report with { Finished = finished };
            else if (said is SliceFailed failed) report = report with { Failed = failed };
            // Who is told may fail too, on a full disk for example. The slice is not to blame for that.
            else passOn(said);
        }
    }

    private static async Task<SliceEvent?> NextAsync(BoundedLineReader lines) =>
        await lines.ReadAsync() is { } line && lines.Terminated ? PlanJson.Read<SliceEvent>(Encoding.UTF8.GetString(line.Span)) : null;

    private static SliceReport Broken(string how) => new(null, null, how);
}
