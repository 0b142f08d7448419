using System.Text;
using System.Text.RegularExpressions;
using Runink.Cli.Synth;

namespace Runink.Cli.Tests.Synth;

public sealed class TextPatternTests
{
    [Theory]
    [InlineData("^T[0-9]{9}$")]
    [InlineData(@"^\d{3}-\d{2}-\d{4}$")]
    [InlineData("^(EUR|USD|GBP)$")]
    [InlineData("^[A-Z]{1,5}(\\.[A-Z])?$")]
    [InlineData(@"^\+?[1-9]\d{6,14}$")]
    [InlineData("^(?:a|bc)+-[^x-z]*$")]
    [InlineData("[A-Z][a-z]+ [A-Z][a-z]+")]
    [InlineData("^.{2,}$")]
    public void What_is_made_matches_and_numbered_texts_differ(string expression)
    {
        var pattern = TextPatternParser.Parse(expression)!;
        var count = (int)Math.Min(pattern.Capacity, 2000);

        var numbered = Enumerable.Range(0, count).Select(n => Text(writer => pattern.WriteNth((ulong)n, writer))).ToList();
        var random = Enumerable.Range(0, 200).Select(n =>
        {
            var source = SplitMix.Of(1, n, 0);
            return Text(writer => pattern.WriteAny(ref source, writer));
        });

        Assert.Equal(count, numbered.Distinct().Count());
        Assert.All(numbered.Concat(random), text =>
        {
            Assert.Matches(new Regex(expression, RegexOptions.None, TimeSpan.FromSeconds(1)), text);
            Assert.InRange(text.Length, 0, pattern.Longest);
        });
    }

    [Theory]
    [InlineData("^(?=x)y$")]
    [InlineData(@"^(a)\1$")]
    [InlineData(@"\bword\b")]
    [InlineData("^é+$")]
    [InlineData("a{2,1}")]
    [InlineData("(a")]
    [InlineData("a)")]
    [InlineData("*")]
    [InlineData("[]")]
    [InlineData("\\")]
    public void What_cannot_be_turned_around_is_refused(string expression) => Assert.Null(TextPatternParser.Parse(expression));

    private static string Text(Action<ByteWriter> write)
    {
        var writer = new ByteWriter(Stream.Null);
        write(writer);
        return Encoding.UTF8.GetString(writer.Since(0));
    }
}
