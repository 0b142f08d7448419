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

    /// <summary>Reads events to the end of the stream; progress and warnings are passed on as they come.</summary>
    public static async Task<SliceReport> ReadAsync(Stream events, Action<SliceEvent> passOn)
    {
        var lines = new BoundedLineReader(events, LongestEvent);
        var report = Silent;
        try
        {
            while (await lines.ReadAsync() is { } line && lines.Terminated)
            {
                var said = PlanJson.Read<SliceEvent>(Encoding.UTF8.GetString(line.Span));
                if (said.Version is < 1 or > SliceAssignment.CurrentVersion) return Broken($"version {said.Version} is unknown");
                if (report != Silent) return Broken("it spoke after its result");
                if (said is SliceFinished finished) report = report with { Finished = finished };
                else if (said is SliceFailed failed) report = report with { Failed = failed };
                else passOn(said);
            }

            return report;
        }
        catch (JsonException damage)
        {
            return Broken($"a line is not an event: {damage.Message}");
        }
        catch (NotSupportedException damage)
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
    }

    private static SliceReport Broken(string how) => new(null, null, how);
}
