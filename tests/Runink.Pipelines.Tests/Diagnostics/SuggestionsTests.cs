using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Tests.Diagnostics;

public sealed class SuggestionsTests
{
    private static readonly string[] Columns = ["customer_id", "customer_email", "price", "quantity", "symbol"];

    [Theory]
    [InlineData("custmer_id", "customer_id")]
    [InlineData("Price", "price")]
    [InlineData("quantiyt", "quantity")]
    [InlineData("colour", "")]
    [InlineData("", "")]
    public void The_nearest_names_are_found(string name, string nearest) =>
        Assert.Equal(nearest, string.Join(' ', Suggestions.Nearest(name, Columns)));

    [Fact]
    public void At_most_three_are_named_the_nearest_first()
    {
        Assert.Equal(["abcd", "abce", "abcf"], Suggestions.Nearest("abcd", ["abcf", "abce", "abcg", "abcd", "abcd"]));
        Assert.Equal("did you mean \"abcd\" or \"abce\"?", Suggestions.DidYouMean("abcx", ["abce", "abcd"]));
        Assert.Null(Suggestions.DidYouMean("abc", []));
    }

    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("Given", "given", 0)]
    [InlineData("Gvien", "Given", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_counts_insertions_deletions_replacements_and_swaps(string left, string right, int distance)
    {
        Assert.Equal(distance, Suggestions.Distance(left, right));
        Assert.Equal(distance, Suggestions.Distance(right, left));
    }

    [Fact]
    public void A_huge_name_is_not_compared() => Assert.Empty(Suggestions.Nearest(new string('x', 1_000_000), [new string('x', 1_000_000)]));
}
