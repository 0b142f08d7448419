using Runink.Data.Sql;
using Runink.Pipelines.Contracts;

namespace Runink.Execution.Validation;

/// <summary>
/// SQL conditions for ECMA-262 patterns: the engine's RE2 where it can say exactly the same, else <see cref="PatternFunction"/>,
/// a vectorised function over .NET's expressions.
/// </summary>
internal static class PatternSql
{
    /// <summary>The condition under which <paramref name="text"/> holds no match.</summary>
    public static string Broken(string text, string pattern)
    {
        if (!PatternDialect.TryTranslate(pattern, out var translation, out var error))
            throw new InvalidOperationException($"a planned pattern does not parse: {error.Message}");
        return translation.Re2 is { } re2
            ? $"(NOT regexp_matches({text}, {SqlText.Literal(re2)}))"
            : $"(NOT {PatternFunction.NameOf(pattern)}({text}))";
    }

    /// <summary>Whether a pattern needs a function of ours.</summary>
    public static bool NeedsFunction(string pattern) =>
        PatternDialect.TryTranslate(pattern, out var translation, out _) && translation.Re2 is null;
}
