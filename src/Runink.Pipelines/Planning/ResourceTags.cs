using System.Globalization;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;

namespace Runink.Pipelines.Planning;

/// <summary>The tags that say what a slice may use. Their values were checked when the feature was read.</summary>
internal static class ResourceTags
{
    private static readonly string[] Later =
        ["affinity", "allowed-lateness", "checkpoint", "exactly-once", "gpu", "node", "schedule", "spread", "stream",
            "window"];

    /// <summary>The limits; a scenario's own tag stands before its feature's.</summary>
    public static Resources Read(IReadOnlyList<Tag> tags)
    {
        string? Value(string name) => tags.FirstOrDefault(tag => string.Equals(tag.Name, name, StringComparison.Ordinal))?.Value;
        return new Resources
        {
            Cpu = Value("cpu") is { } cpu ? double.Parse(cpu, CultureInfo.InvariantCulture) : null,
            MemoryBytes = Value("memory") is { } memory && Quantities.TryParseSize(memory, out var bytes) ? bytes : null,
            TimeoutSeconds = Value("timeout") is { } timeout && Quantities.TryParseDuration(timeout, out var time)
                ? (long)Math.Ceiling(time.TotalSeconds)
                : null,
            Isolation = tags.FirstOrDefault(tag => string.Equals(tag.Name, "isolate", StringComparison.Ordinal)) switch
            {
                null => SliceIsolation.Fused,
                { Value: "strict" } => SliceIsolation.Strict,
                _ => SliceIsolation.Steps,
            },
            Retries = Value("retries") is { } retries ? int.Parse(retries, CultureInfo.InvariantCulture) : 0,
        };
    }

    /// <summary>What programs of the scenario read and write.</summary>
    public static RecordFormat FormatOf(IReadOnlyList<Tag> tags) =>
        tags.FirstOrDefault(tag => tag.Name == "format")?.Value == "arrow" ? RecordFormat.Arrow : RecordFormat.JsonLines;

    /// <summary>Says which tags promise what this version does not do.</summary>
    public static void ReportWithoutEffect(IReadOnlyList<Tag> tags, ICollection<Diagnostic> diagnostics)
    {
        foreach (var tag in tags.Where(tag => Later.Contains(tag.Name, StringComparer.Ordinal)))
            diagnostics.Add(PlanErrors.TagWithoutEffect.Warning($"@{tag.Name} has no effect in this version", tag.At));
    }
}
