using System.Globalization;

namespace Runink.Simulation;

/// <summary>What came of a hunt.</summary>
/// <param name="Plant">The bug.</param>
/// <param name="Profile">The profile of the episodes.</param>
/// <param name="Seeds">How many seeds were tried.</param>
/// <param name="Found">How many of them found it.</param>
/// <param name="StepsToFirst">Steps of all seeds up to the first finding.</param>
/// <param name="Rules">The rules that were seen to be broken, each with how often.</param>
public sealed record HuntResult(
    Plant Plant, string Profile, int Seeds, int Found, long StepsToFirst, IReadOnlyDictionary<string, int> Rules)
{
    public const string Header = """
        | plant | rule that it breaks | found by | in seeds of | steps to the first |
        |---|---|---|---|---|
        """;

    /// <summary>A row of the table.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"| `{Plant.Name}` | {Plant.Breaks} | {FoundBy} | {Found} of {Seeds} {Profile} | {StepsToFirst:N0} |");

    private string FoundBy => Found == 0 ? "**not found**"
        : string.Join(", ", Rules.OrderByDescending(rule => rule.Value).ThenBy(rule => rule.Key, StringComparer.Ordinal).Take(3)
            .Select(rule => $"{rule.Key} ({rule.Value})"));
}
