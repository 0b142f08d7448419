using Runink.Cli.Queries;

namespace Runink.Cli.Tests.Queries;

public sealed class QuotedNamesTests
{
    [Theory]
    [InlineData("SELECT * FROM 'data/a.csv'", "data/a.csv")]
    [InlineData("SELECT * FROM \"csv://data/a\" x", "csv://data/a")]
    [InlineData("SELECT 'it''s', \"a\"\"b\"", "it's|a\"b")]
    [InlineData("SELECT 1 -- 'no'\n, 'yes'", "yes")]
    [InlineData("SELECT /* 'no' */ 'yes' /* 'never", "yes")]
    [InlineData("SELECT 'never closed", "never closed")]
    [InlineData("SELECT 1", "")]
    public void Every_quoted_text_outside_comments_is_found(string sql, string expected) =>
        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries).Order(), QuotedNames.In(sql).Order());
}
