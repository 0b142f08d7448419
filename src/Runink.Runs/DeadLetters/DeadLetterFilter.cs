using Runink.Pipelines.Slices;

namespace Runink.Runs.DeadLetters;

/// <summary>Which dead letters are meant.</summary>
/// <param name="Run">Only those of this run, by its full name.</param>
/// <param name="Rule">Only those that broke this rule: its name (<c>minimum</c>) or its id (<c>price.minimum</c>).</param>
public sealed record DeadLetterFilter(string? Run = null, string? Rule = null)
{
    /// <summary>Whether a letter is meant.</summary>
    public bool Matches(DeadLetter letter) =>
        (Run is null || string.Equals(letter.Run, Run, StringComparison.Ordinal)) &&
        (Rule is null || letter.Errors.Any(error =>
            string.Equals(error.Rule, Rule, StringComparison.Ordinal) ||
            string.Equals($"{error.Field}.{error.Rule}", Rule, StringComparison.Ordinal)));
}
