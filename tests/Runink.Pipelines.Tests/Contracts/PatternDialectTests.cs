using System.Text.RegularExpressions;
using Runink.Pipelines.Contracts;

namespace Runink.Pipelines.Tests.Contracts;

/// <summary>The expected answers are those of ECMA-262 with the <c>u</c> flag.</summary>
public sealed class PatternDialectTests
{
    [Theory]
    [InlineData("^[A-Z]{4}$", @"\A(?:[A-Z]){4}\z")]
    [InlineData("ACC[0-9]{8}", "ACC(?:[0-9]){8}")]
    [InlineData(@"^\d+$", @"\A(?:[0-9])+\z")]
    [InlineData(@"\w", @"[0-9A-Z\x{5F}a-z]")]
    [InlineData("a.c", @"a[\x{0}-\x{9}\x{B}-\x{C}\x{E}-\x{2027}\x{202A}-\x{D7FF}\x{E000}-\x{10FFFF}]c")]
    [InlineData("(ab)+?|c", "(?:(?:(?:ab))+?|c)")]
    [InlineData("(?<year>[0-9]{4})", "(?:(?:[0-9]){4})")]
    [InlineData("😀", @"\x{1F600}")]
    [InlineData(@"\bcat\b", @"\bcat\b")]
    [InlineData("[]", @"[^\x{0}-\x{10FFFF}]")]
    [InlineData("", "")]
    public void A_regular_pattern_is_written_for_the_engine(string pattern, string re2)
    {
        var translation = Translate(pattern);
        Assert.Equal(re2, translation.Re2);
        Assert.Null(translation.Reason);
    }

    [Theory]
    [InlineData("^(?=.*[0-9]).{8,}$", "it looks ahead")]
    [InlineData("^(?!foo)", "it looks ahead")]
    [InlineData("(?<=a)b", "it looks behind")]
    [InlineData("(?<!a)b", "it looks behind")]
    [InlineData(@"(a)\1", "it refers back to a group")]
    [InlineData(@"(?<q>['""]).*\k<q>", "it refers back to a group")]
    [InlineData(@"a\Bb", @"it uses \B")]
    [InlineData("a{1001}", "it repeats more than 1000 times")]
    [InlineData("(?:a{40}){40}", "it repeats more than 1000 times")]
    [InlineData("(?:.{900}){1}(?:.{900})(?:.{900})", "it is too large")]
    public void What_the_engine_cannot_say_exactly_runs_outside_of_it(string pattern, string reason)
    {
        var translation = Translate(pattern);
        Assert.Null(translation.Re2);
        Assert.Equal(reason, translation.Reason);
    }

    [Theory]
    [InlineData(@"^\d$", "٣", false)]
    [InlineData(@"^\w$", "é", false)]
    [InlineData(@"^\W$", "é", true)]
    [InlineData(@"^\s$", "\u00a0", true)]
    [InlineData(@"^\s$", "\ufeff", true)]
    [InlineData(@"^\S$", "\u200b", true)]
    [InlineData("^a$", "a\n", false)]
    [InlineData("^a$", "b\na", false)]
    [InlineData("^.$", "\r", false)]
    [InlineData("^.$", "\u2028", false)]
    [InlineData("^.$", "\u0085", true)]
    [InlineData("^.$", "😀", true)]
    [InlineData("^[^a]$", "😀", true)]
    [InlineData("^[^a]$", "\n", true)]
    [InlineData("^[😀-😄]$", "😂", true)]
    [InlineData("^[😀-😄]$", "😅", false)]
    [InlineData(@"^\u{1F600}+$", "😀😀", true)]
    [InlineData(@"^\uD83D\uDE00$", "😀", true)]
    [InlineData(@"\bé\b", "aéa", true)]
    [InlineData(@"a\b", "aé", true)]
    [InlineData(@"a\Bb", "ab", true)]
    [InlineData("[]", "a", false)]
    [InlineData("^[^]$", "\n", true)]
    [InlineData(@"^(a)?\1b$", "b", true)]
    [InlineData(@"^(a\1)$", "a", true)]
    [InlineData(@"^\1(a)$", "a", true)]
    [InlineData(@"^(?<q>['""]).*\k<q>$", "'x'", true)]
    [InlineData(@"^(?<q>['""]).*\k<q>$", "'x\"", false)]
    [InlineData(@"^(b)(?<n>a)\1\2$", "baba", true)]
    [InlineData("^(?=.*[0-9])(?=.*[a-z]).{4,}$", "abc1", true)]
    [InlineData("^(?=.*[0-9])(?=.*[a-z]).{4,}$", "abcd", false)]
    [InlineData("(?<!^)(?!$)", "😀", false)]
    [InlineData(@"^[\w.+-]+@[\w-]+\.[\w.]+$", "a.b+c@d-e.fg", true)]
    [InlineData(@"^[\]\-\\]+$", @"]-\", true)]
    [InlineData(@"^\cA\x41\0\/\@$", "\u0001A\0/@", true)]
    public void The_outside_form_means_what_ECMA_262_says(string pattern, string text, bool matches) =>
        Assert.Equal(matches, PatternDialect.Compile(pattern).IsMatch(text));

    [Theory]
    [InlineData("(abc", 0, "not closed")]
    [InlineData("ab)", 2, "closes no group")]
    [InlineData("a[bc", 1, "not closed")]
    [InlineData("*a", 0, "nothing to repeat")]
    [InlineData("a**", 2, "nothing to repeat")]
    [InlineData("a{2,1}", 1, "out of order")]
    [InlineData("a{,5}", 1, "{n,m}")]
    [InlineData("a}", 1, "literal '}'")]
    [InlineData("[z-a]", 1, "out of order")]
    [InlineData(@"[a-\d]", 1, "not in a class")]
    [InlineData(@"a\", 1, "backslash")]
    [InlineData(@"\q", 0, "no such escape")]
    [InlineData(@"\12", 0, "no such group")]
    [InlineData(@"\x4", 0, "two hexadecimal digits")]
    [InlineData(@"\uD83D", 0, "surrogate")]
    [InlineData(@"\p{L}+", 0, "property classes")]
    [InlineData("(?i)abc", 2, "inline flags")]
    [InlineData("^*", 1, "assertion")]
    [InlineData(@"(?:(a)|b)*\1", 10, "earlier round")]
    [InlineData(@"(()\1a){2}", 3, "earlier round")]
    [InlineData(@"(?:\1(a))+", 3, "earlier round")]
    [InlineData("(?<n>a)(?<n>b)", 7, "two groups")]
    [InlineData("a{99999999999}", 2, "at most")]
    public void What_is_no_pattern_is_refused_with_its_place(string pattern, int position, string message)
    {
        Assert.False(PatternDialect.TryTranslate(pattern, out _, out var error));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(position, error.Position);
    }

    [Fact]
    public void Nesting_without_end_is_refused_instead_of_overflowing_the_stack()
    {
        var pattern = new string('(', 2000) + new string(')', 2000);
        Assert.False(PatternDialect.TryTranslate(pattern, out _, out var error));
        Assert.Contains("deep", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_that_explodes_is_stopped() =>
        Assert.Throws<RegexMatchTimeoutException>(() =>
            PatternDialect.Compile("^(?!x)(a+)+$").IsMatch(new string('a', 64) + "b"));

    private static PatternTranslation Translate(string pattern)
    {
        Assert.True(PatternDialect.TryTranslate(pattern, out var translation, out var error), error?.Message);
        return translation;
    }
}
