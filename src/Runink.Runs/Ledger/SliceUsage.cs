using System.Text.Json.Serialization;

namespace Runink.Runs.Ledger;

/// <summary>What one of several slices of a stage used.</summary>
/// <param name="Index">Its number within the stage, from 0, as in the plan.</param>
/// <param name="Work">What it did, for people: <c>makes orders</c>, <c>the program steps/grade.py</c>.</param>
/// <param name="CpuMilliseconds">CPU time of all its processes.</param>
/// <param name="PeakMemoryBytes">Most memory that it held at a time.</param>
/// <param name="ThrottledMilliseconds">How long it was held back by its ceiling of processors.</param>
/// <param name="EdgeBytes">Bytes that it wrote to other slices, and that a program returned to it.</param>
public sealed record SliceUsage(
    int Index, string Work, long CpuMilliseconds, long PeakMemoryBytes, long ThrottledMilliseconds, long EdgeBytes)
{
    /// <summary>What it did on the network, when it may; null when it may not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NetworkUsage? Network { get; init; }
}
