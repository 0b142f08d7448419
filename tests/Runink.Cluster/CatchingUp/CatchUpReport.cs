using System.Globalization;

namespace Runink.Cluster;

/// <summary>How a member caught up, and what the others' clients noticed.</summary>
/// <param name="Case">What had happened to it.</param>
/// <param name="Behind">Puts that it lacked when it came back, at least.</param>
/// <param name="Rate">Puts a second meanwhile.</param>
/// <param name="SecondsToServe">From when it was let back (its process started; or removed, added and started) until it answered a linearizable read.</param>
/// <param name="Before">Puts at the others in the ten seconds before.</param>
/// <param name="During">Puts at the others while it caught up.</param>
/// <param name="After">Puts at the others in the ten seconds afterwards.</param>
internal sealed record CatchUpReport(
    string Case, long Behind, int Rate, double SecondsToServe, Latencies Before, Latencies During, Latencies After)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Case}: {Behind} puts behind, caught up after {SecondsToServe:0.00} s; {Rate} puts a second at the others: before {Say(Before)}, meanwhile {Say(During)}, afterwards {Say(After)}");

    private static string Say(Latencies times) => string.Create(
        CultureInfo.InvariantCulture,
        $"p50 {times.P50:0.0} ms, p99 {times.P99:0.0} ms, longest {times.Longest:0} ms, {times.Failed} of {times.Calls + times.Failed} failed");
}
