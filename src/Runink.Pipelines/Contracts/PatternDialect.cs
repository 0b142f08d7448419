using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Runink.Pipelines.Contracts.Patterns;

namespace Runink.Pipelines.Contracts;

/// <summary>
/// Translates the patterns of contracts (ECMA-262, read code point by code point) into the dialects that run them: RE2 in the
/// engine when it can say exactly the same, a .NET regular expression always. Thread-safe.
/// </summary>
/// <remarks>
/// Neither target is handed the pattern as written, because the same signs mean other things there: .NET's <c>\d</c> and
/// <c>\w</c> are Unicode, its <c>$</c> also matches before a last line feed, its <c>.</c> knows one line end of four, and RE2
/// knows neither lookaround nor back-references. Both are written anew from the parsed pattern with explicit classes and
/// anchors.
/// </remarks>
public static class PatternDialect
{
    /// <summary>
    /// How long a .NET expression may search one value before it gives up with <see cref="RegexMatchTimeoutException"/>.
    /// </summary>
    public static readonly TimeSpan MatchTimeout = TimeSpan.FromMilliseconds(250);

    /// <summary>Reads a pattern; false when it is not one.</summary>
    /// <param name="pattern">ECMA-262 pattern text, without delimiters and flags.</param>
    /// <param name="translation">What it is in the other dialects.</param>
    /// <param name="error">What is wrong with it, and where.</param>
    public static bool TryTranslate(
        string pattern, [NotNullWhen(true)] out PatternTranslation? translation, [NotNullWhen(false)] out PatternError? error)
    {
        translation = null;
        try
        {
            var parsed = EcmaPatternParser.Parse(pattern);
            var reason = Re2Limits.WhyNot(parsed);
            var dotNet = DotNetPattern.Write(parsed);
            translation = new PatternTranslation(reason is null ? Re2Pattern.Write(parsed) : null, dotNet, reason);
            error = null;
            return true;
        }
        catch (PatternSyntaxException wrong)
        {
            error = new PatternError(wrong.Message, wrong.Position);
            return false;
        }
    }

    /// <summary>
    /// The compiled .NET form of a valid pattern, bounded by <see cref="MatchTimeout"/> for every value it searches.
    /// </summary>
    /// <exception cref="ArgumentException">The pattern is not valid; contracts are checked before.</exception>
    public static Regex Compile(string pattern) => TryTranslate(pattern, out var translation, out var error)
        ? new Regex(translation.DotNet, RegexOptions.CultureInvariant | RegexOptions.Compiled, MatchTimeout)
        : throw new ArgumentException(error.Message, nameof(pattern));
}

/// <summary>A pattern in the dialects that can run it. Both find the same texts: those that hold a match somewhere.</summary>
/// <param name="Re2">RE2 text, or null when RE2 cannot say it exactly.</param>
/// <param name="DotNet">.NET text, for <see cref="RegexOptions.CultureInvariant"/>.</param>
/// <param name="Reason">Why RE2 cannot, for people: <c>it looks ahead</c>; null when it can.</param>
public sealed record PatternTranslation(string? Re2, string DotNet, string? Reason);

/// <summary>What is wrong with a pattern.</summary>
/// <param name="Message">A phrase such as <c>a group is not closed</c>.</param>
/// <param name="Position">Index of the offending character, from 0.</param>
public sealed record PatternError(string Message, int Position);
