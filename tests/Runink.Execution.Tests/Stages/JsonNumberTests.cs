using Runink.Pipelines.Types;

namespace Runink.Execution.Tests.Stages;

/// <summary>Numbers of JSON are taken digit by digit, as those of CSV are.</summary>
public sealed class JsonNumberTests : IDisposable
{
    private readonly StageHarness _stage = new();

    public void Dispose() => _stage.Dispose();

    [Theory]
    [InlineData("decimal(18,4)", "12345678901234.5678", "12345678901234.5678")]
    [InlineData("decimal(18,4)", "-99999999999999.9999", "-99999999999999.9999")]
    [InlineData("decimal(38,0)", "12345678901234567890123456789012345678", "12345678901234567890123456789012345678")]
    [InlineData("decimal(18,4)", "\"12345678901234.5678\"", "12345678901234.5678")]
    [InlineData("int64", "9223372036854775807", "9223372036854775807")]
    [InlineData("float64", "0.12345678901234567890", "0.12345678901234568")]
    [InlineData("float64", "1.2345678901234567e300", "1.2345678901234567e+300")]
    [InlineData("text", "0.10000000000000000000", "0.10000000000000000000")]
    [InlineData("text", "{\"id\":1234567890123456789}", "{\"id\":1234567890123456789}")]
    [InlineData("text", "[\"a\",12345678901234567.5]", "[\"a\",12345678901234568.0]")]
    [InlineData("text", "18446744073709551615", "18446744073709551615")]
    public void A_number_keeps_its_digits(string type, string number, string expected)
    {
        var finished = Run(type, $$"""{"id":12345678901234567,"v":{{number}},"s":"a \"1234567890123456.75\" b"}""").Finished;
        Assert.Equal(0, finished.RecordsFailed);
        Assert.Equal([$"{expected}|a \"1234567890123456.75\" b"], _stage.Query("SELECT CAST(v AS VARCHAR), s FROM read_parquet('{0}/*.parquet')"));
    }

    [Theory]
    [InlineData("list(decimal(38,4))", "[12345678901234567.5, -1]", "[12345678901234567.5000, -1.0000]")]
    [InlineData("list(text)", "[\"a\",12345678901234567.5]", "[a, 12345678901234567.5]")]
    [InlineData("list(float64)", "[0.12345678901234567890]", "[0.12345678901234568]")]
    [InlineData("list(list(decimal(38,0)))", "[[12345678901234567890123456789012345678], null]", "[[12345678901234567890123456789012345678], NULL]")]
    [InlineData("struct(a decimal(20,2))", "{\"a\":123456789012345678.25}", "{'a': 123456789012345678.25}")]
    [InlineData("struct(größe decimal(20,2))", "{\"gr\\u00f6\\u00dfe\":123456789012345678.25}", "{'größe': 123456789012345678.25}")]
    [InlineData("list(struct(a list(decimal(20,2))))", "[{\"a\":[123456789012345678.25]}]", "[{'a': [123456789012345678.25]}]")]
    public void A_number_in_a_list_or_an_object_keeps_its_digits(string type, string value, string expected)
    {
        var finished = Run(type, $$"""{"s":"a } ] \" \\","v":{{value}}}""").Finished;
        Assert.Equal(0, finished.RecordsFailed);
        Assert.Equal([$"{expected}|a }} ] \" \\"], _stage.Query("SELECT CAST(v AS VARCHAR), s FROM read_parquet('{0}/*.parquet')"));
    }

    [Fact]
    public void An_object_that_is_the_text_of_a_field_stays_as_it_is()
    {
        var finished = Run("struct(a text)", """{"v":{"a":{"x":[12345678901234567.5]}},"s":"12345678901234567.5"}""").Finished;
        Assert.Equal(0, finished.RecordsFailed);
        Assert.DoesNotContain("\"1", Assert.Single(_stage.Query("SELECT v.a FROM read_parquet('{0}/*.parquet')")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"v":012345678901234567.5,"s":"a"}""")]
    [InlineData("""{"v":12345678901234567.,"s":"a"}""")]
    [InlineData("""{12345678901234567.5:1,"s":"a"}""")]
    [InlineData("""{"v":12345678901234567.5""")]
    [InlineData("""{"v":12345678901234567.5,"s":"a""")]
    public void What_is_not_valid_is_not_made_so(string line) => Assert.Equal(1, Run("decimal(38,4)", line).Finished.RecordsFailed);

    private StageOutcome Run(string type, string line)
    {
        Assert.True(ColumnTypeParser.TryParse(type, out var parsed));
        _stage.Write("data/t.jsonl", line + "\n");
        var plan = new PlanBuilder();
        Column[] columns = [new("v", parsed), new("s", ColumnType.Text)];
        var source = plan.Source("t", "jsonl://data/t.jsonl", columns);
        return _stage.Run(plan.Sink(source, "parquet://out/t").Letters().Build());
    }
}
