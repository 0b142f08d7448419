using System.Globalization;
using System.Text.Json.Serialization;

namespace Runink.Cluster;

/// <summary>Whether a cluster that nothing happens to stays as it is.</summary>
/// <param name="IdleBytesPerSecond">What the busiest member received and sent, all together, while nobody asked for anything.</param>
/// <param name="Pauses">How often a follower was stopped for half a second.</param>
/// <param name="ElectionsByPauses">Terms that began meanwhile.</param>
/// <param name="Loads">Each kind of load.</param>
internal sealed record SteadyReport(double IdleBytesPerSecond, int Pauses, long ElectionsByPauses, IReadOnlyList<SteadyLoad> Loads)
{
    private const double MostIdleBytesPerSecond = 100_000;

    public bool IsGood => IdleBytesPerSecond < MostIdleBytesPerSecond && ElectionsByPauses == 0 && Loads.All(load => load.Elections == 0);

    public override string ToString()
    {
        List<string> lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"idle: the busiest member receives and sends {IdleBytesPerSecond / 1000:0.0} KB/s (allowed: below {MostIdleBytesPerSecond / 1000:0})"),
            string.Create(CultureInfo.InvariantCulture, $"a follower stopped for 500 ms: {Pauses} times, {ElectionsByPauses} elections"),
        ];
        lines.AddRange(Loads.Select(load => string.Create(
            CultureInfo.InvariantCulture,
            $"{load.Kind}: {load.Seconds:0} s, {load.CallsPerSecond:0} calls a second, {load.Elections} elections; {load.Machine}")));
        return string.Join('\n', lines);
    }
}

/// <summary>One kind of load on a cluster that nothing happens to.</summary>
/// <param name="Elections">Terms that began meanwhile.</param>
/// <param name="StandstillMilliseconds">The longest that a processor of the machine did not run meanwhile; null if nobody could watch.</param>
internal sealed record SteadyLoad(string Kind, double Seconds, double CallsPerSecond, long Elections, long? StandstillMilliseconds)
{
    [JsonIgnore]
    public string Machine => StandstillMilliseconds is { } longest
        ? string.Create(CultureInfo.InvariantCulture, $"a processor stood still for up to {longest} ms")
        : "whether a processor stood still could not be watched";
}
