using System.Text.RegularExpressions;

namespace Runink.Pipelines.Features;

/// <summary>Reads what a <c>{flows}</c> parameter holds: <c>a</c>, <c>a and b</c>, <c>a, b and c</c>. Thread-safe.</summary>
public static partial class FlowList
{
    /// <summary>The names in order, each with its own place.</summary>
    public static IReadOnlyList<StepValue> Split(StepValue flows) =>
        [.. Matches(flows.Text).Select(name => new StepValue(name.Value, flows.At.Within(name.Index, name.Length)))];

    internal static IReadOnlyList<string> Names(string text) => [.. Matches(text).Select(name => name.Value)];

    private static IEnumerable<Match> Matches(string text) =>
        Word().Matches(text).Where(word => !string.Equals(word.Value, "and", StringComparison.Ordinal));

    [GeneratedRegex(@"[\p{L}_][\p{L}\p{Nd}_]*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
