using System.Text;
using Runink.Execution.Sources;
using Runink.Execution.Sources.Json;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Execution.Tests.Sources.Json;

public sealed class JsonRecordTests : IDisposable
{
    private readonly ScratchDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_broken_line_spoils_only_itself()
    {
        var records = Read("{\"a\": 1}\n{\"a\": \"no end\n\n[1]\n  {\"a\": 2} \r\nword", JsonFraming.Lines);
        Assert.Equal(
            [
                "0:1 line 1 @0+8 None [{\"a\": 1}]", "0:2 line 2 @9+13 None [{\"a\": \"no end]",
                "0:3 line 4 @24+3 NotAnObject [[1]]", "0:4 line 5 @28+11 None [  {\"a\": 2} ]",
                "0:5 line 6 @41+4 NotAnObject [word]",
            ],
            records.Select(record => record.ToString()));
    }

    [Theory]
    [InlineData("[{\"a\":1},{\"a\":2}]")]
    [InlineData("{\"a\":1}{\"a\":2}")]
    [InlineData("[{\"a\":1}]\n[{\"a\":2}]")]
    public void An_array_and_values_in_a_row_mean_the_same(string content) =>
        Assert.Equal(["{\"a\":1}", "{\"a\":2}"], Read(content, JsonFraming.Values).Select(record => record.Fields[0]));

    [Fact]
    public void Values_that_are_not_objects_are_delivered_with_their_problem()
    {
        var records = Read("[1, \"two\", [3], null, {}]", JsonFraming.Values);
        Assert.Equal(["1", "\"two\"", "[3]", "null", "{}"], records.Select(record => record.Fields[0]));
        Assert.Equal(4, records.Count(record => record.Problems == RecordProblems.NotAnObject));
    }

    [Fact]
    public void Invalid_utf8_fails_the_record_or_is_replaced_as_the_option_says()
    {
        byte[] content = [.. "{\"a\":\""u8, 0xFF, .. "\"}\n{}"u8];
        foreach (var framing in Enum.GetValues<JsonFraming>())
        {
            var failing = Read(content, framing);
            Assert.Equal([RecordProblems.InvalidUtf8, RecordProblems.None], failing.Select(record => record.Problems));
            Assert.Equal("{\"a\":\"\uFFFD\"}", failing[0].Fields[0]);
            Assert.Equal(9, failing[0].Length);
            var replaced = Read(content, framing, EncodingErrors.Replace);
            Assert.All(replaced, record => Assert.Equal(RecordProblems.None, record.Problems));
        }
    }

    [Theory]
    [InlineData("[{\"a\":1},\n{\"b\":", 2, "a '{' that is never closed at line 2")]
    [InlineData("[{\"a\":1}\n", 2, "the array is not closed")]
    [InlineData("{\"a\":1}\n\n}", 3, "a '}' that closes nothing at line 3")]
    [InlineData("[1]]", 1, "a ']' that closes nothing at line 1")]
    [InlineData("{\"a\":\"\\\"}", 1, "a '{' that is never closed at line 1")]
    [InlineData("{}\n\"open", 2, "unterminated string opened at line 2")]
    public void A_file_whose_records_cannot_be_told_apart_is_refused(string content, int line, string message)
    {
        foreach (int blockBytes in new[] { 1, 64, 4096 })
        {
            var limits = new ReadLimits { BlockBytes = blockBytes };
            using var source = RecordSource.OpenJson([_files.Write("a.json", content)], JsonFraming.Values, limits: limits);
            var error = Assert.Throws<RuninkException>(() => RecordCollector.ReadAll(source, columns: 1)).Diagnostic;
            Assert.Equal(ReadErrors.BrokenJson, error.Definition);
            Assert.Equal($"a.json:{line}:1", error.At?.ToString());
            Assert.Contains(message, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(JsonFraming.Lines)]
    [InlineData(JsonFraming.Values)]
    public void A_record_over_the_limit_is_refused(JsonFraming framing)
    {
        var limits = new ReadLimits { MaxRecordBytes = 20, BlockBytes = 16 };
        var file = _files.Write("a.json", $"{{}}\n{{\"a\":\"{new string('x', 50)}\"}}\n");
        using var source = RecordSource.OpenJson([file], framing, limits: limits);
        var error = Assert.Throws<RuninkException>(() => RecordCollector.ReadAll(source, columns: 1)).Diagnostic;
        Assert.Equal(ReadErrors.RecordTooLong, error.Definition);
        Assert.Equal(2, error.At?.Line);
        Assert.Contains("record 2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(4096)]
    public void Long_numbers_are_quoted_where_types_take_values_apart_however_blocks_are_cut(int blockBytes)
    {
        const string Record = """{"a":[{"n":12345678901234567.5,"s":"\\\"[1234567890123456.75"}],"t":{"n":12345678901234567.5},"u":12345678901234567.5}""";
        const string Quoted = """{"a":[{"n":"12345678901234567.5","s":"\\\"[1234567890123456.75"}],"t":{"n":12345678901234567.5},"u":"12345678901234567.5"}""";
        var item = ColumnType.StructOf(new StructField("n", ColumnType.DecimalOf(20, 2)), new StructField("s", ColumnType.Text));
        Column[] wanted = [new("a", ColumnType.ListOf(item)), new("t", ColumnType.Text)];
        var limits = new ReadLimits { BlockBytes = blockBytes };
        foreach (var framing in Enum.GetValues<JsonFraming>())
        {
            using var source = RecordSource.OpenJson([_files.Write("a.json", $"{Record}\n{Record}\n")], framing, limits: limits, columns: wanted);
            Assert.Equal([Quoted, Quoted], RecordCollector.ReadAll(source, columns: 1).Select(record => record.Fields[0]));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData(" [ ] \n")]
    public void A_file_without_values_has_no_records(string content) => Assert.Empty(Read(content, JsonFraming.Values));

    private List<ReadRecord> Read(string content, JsonFraming framing) => Read(Encoding.UTF8.GetBytes(content), framing);

    private List<ReadRecord> Read(byte[] content, JsonFraming framing, EncodingErrors encodingErrors = EncodingErrors.Fail)
    {
        using var source = RecordSource.OpenJson([_files.Write("a.json", content)], framing, encodingErrors);
        var records = RecordCollector.ReadAll(source, columns: 1);
        Assert.True(source.Progress.FullyConsumed);
        return records;
    }
}
