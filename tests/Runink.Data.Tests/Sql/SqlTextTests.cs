using Runink.Data.Sql;

namespace Runink.Data.Tests.Sql;

public sealed class SqlTextTests
{
    public static TheoryData<string> Awkward =>
        ["plain", "with \"quotes\"", "it's", "'); DROP TABLE t; --", "\\' \n\t", "\u00e9\U0001F984", "$1 ?"];

    [Theory]
    [MemberData(nameof(Awkward))]
    public void Names_and_texts_come_back_as_they_were(string text)
    {
        using var test = new TestEngine();
        var column = Assert.Single(test.Connection.Describe($"SELECT 1 AS {SqlText.Identifier(text)}"));
        Assert.Equal(text, column.Name);
        Assert.Equal(text, test.Scalar($"SELECT {SqlText.Literal(text)}"));
        Assert.Equal(new object?[] { text, "" }, test.Scalar($"SELECT {SqlText.List([text, ""])}"));
    }

    [Fact]
    public void A_NUL_or_an_empty_name_is_refused()
    {
        Assert.Throws<ArgumentException>(() => SqlText.Literal("a\0b"));
        Assert.Throws<ArgumentException>(() => SqlText.Identifier("a\0b"));
        Assert.Throws<ArgumentException>(() => SqlText.Identifier(""));
    }
}
