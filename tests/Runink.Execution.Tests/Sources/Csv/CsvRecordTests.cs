using System.Text;
using Runink.Execution.Sources;
using Runink.Execution.Sources.Csv;
using Runink.Pipelines.Planning;

namespace Runink.Execution.Tests.Sources.Csv;

public sealed class CsvRecordTests : IDisposable
{
    private readonly ScratchDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void An_empty_field_is_null_and_an_empty_quoted_field_is_an_empty_text()
    {
        var record = Assert.Single(Read("a,,\"\"\n", columns: 3));
        Assert.Equal(["a", null, ""], record.Fields);
        Assert.Equal(RecordProblems.None, record.Problems);
    }

    [Fact]
    public void A_record_with_too_few_fields_is_delivered_with_nulls()
    {
        var record = Assert.Single(Read("a,b\n", columns: 4));
        Assert.Equal(["a", "b", null, null], record.Fields);
        Assert.Equal(RecordProblems.TooFewFields, record.Problems);
    }

    [Fact]
    public void A_record_with_too_many_fields_is_delivered_without_the_surplus()
    {
        var record = Assert.Single(Read("a,b,c,d\n", columns: 2));
        Assert.Equal(["a", "b"], record.Fields);
        Assert.Equal(RecordProblems.TooManyFields, record.Problems);
    }

    [Fact]
    public void Text_after_a_closing_quote_is_kept_and_reported()
    {
        var record = Assert.Single(Read("\"ab\"c\"d,e\n", columns: 2));
        Assert.Equal(["abc\"d", "e"], record.Fields);
        Assert.Equal(RecordProblems.TextAfterQuote, record.Problems);
    }

    [Fact]
    public void A_quote_inside_an_unquoted_field_is_text()
    {
        var records = Read("5\" disk,a\n3\",b\n", columns: 2);
        Assert.Equal(["5\" disk", "a"], records[0].Fields);
        Assert.Equal(["3\"", "b"], records[1].Fields);
        Assert.All(records, record => Assert.Equal(RecordProblems.None, record.Problems));
    }

    [Fact]
    public void A_quote_in_text_stays_text_long_after_a_quoted_field_that_ended_at_the_end_of_a_chunk()
    {
        string quoted = new('x', 62), text = new('y', 64);
        var record = Assert.Single(Read($"\"{quoted}\"{text}\"z,b\n", columns: 2));
        Assert.Equal([$"{quoted}{text}\"z", "b"], record.Fields);
    }

    [Fact]
    public void A_lone_carriage_return_is_text()
    {
        var record = Assert.Single(Read("a\rb,c\r\n", columns: 2));
        Assert.Equal(["a\rb", "c"], record.Fields);
    }

    [Fact]
    public void Invalid_utf8_fails_the_record_or_is_replaced_as_the_option_says()
    {
        byte[] content = [.. "good,é\nb"u8, 0xFF, .. "d,x\n"u8];
        var failing = Read(content, columns: 2);
        Assert.Equal([RecordProblems.None, RecordProblems.InvalidUtf8], failing.Select(record => record.Problems));
        Assert.Equal("b\uFFFDd", failing[1].Fields[0]);

        var replaced = Read(content, columns: 2, EncodingErrors.Replace);
        Assert.All(replaced, record => Assert.Equal(RecordProblems.None, record.Problems));
        Assert.Equal("b\uFFFDd", replaced[1].Fields[0]);
        Assert.Equal("é", replaced[0].Fields[1]);
    }

    [Fact]
    public void A_record_may_have_several_problems()
    {
        var record = Assert.Single(Read([.. "\"a\"x,"u8, 0xC3, (byte)'\n'], columns: 3));
        Assert.Equal(
            RecordProblems.TextAfterQuote | RecordProblems.InvalidUtf8 | RecordProblems.TooFewFields, record.Problems);
    }

    [Fact]
    public void A_problem_in_a_field_that_nobody_wants_is_reported_too()
    {
        var file = _files.Write("a.csv", "\"a\"x,b\n");
        var record = Assert.Single(Read(new CsvFile(file, new CsvLayout(2, [1]))));
        Assert.Equal(["b"], record.Fields);
        Assert.Equal(RecordProblems.TextAfterQuote, record.Problems);
    }

    [Fact]
    public void Records_carry_number_line_offset_and_length()
    {
        var records = Read("\uFEFFa\r\n\n\"x\ny\"\r\nlast", columns: 1);
        Assert.Equal(
            ["0:1 line 1 @3+1 None [a]", "0:2 line 3 @7+5 None [x\ny]", "0:3 line 5 @14+4 None [last]"],
            records.Select(record => record.ToString()));
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    [InlineData('\u0001')]
    public void Any_ascii_character_may_delimit(char delimiter)
    {
        var file = _files.Write("a.csv", $"a{delimiter}\"b{delimiter}c\"\n");
        using var source = RecordSource.OpenCsv([new CsvFile(file, new CsvLayout(2, [0, 1]))], new CsvDialect(delimiter));
        Assert.Equal(["a", $"b{delimiter}c"], Assert.Single(RecordCollector.ReadAll(source, 2)).Fields);
    }

    [Theory]
    [InlineData('"')]
    [InlineData('\n')]
    [InlineData('\0')]
    [InlineData('→')]
    public void A_delimiter_that_cannot_work_is_refused(char delimiter)
    {
        var error = Assert.Throws<Pipelines.Diagnostics.RuninkException>(() => new CsvDialect(delimiter));
        Assert.Equal(ReadErrors.Delimiter, error.Diagnostic.Definition);
    }

    [Fact]
    public void More_records_than_a_batch_holds_come_in_several()
    {
        var content = string.Concat(Enumerable.Range(1, 10_000).Select(number => $"{number},text {number}\n"));
        var records = Read(content, columns: 2);
        Assert.Equal(Enumerable.Range(1, 10_000).Select(number => $"{number}"), records.Select(record => record.Fields[0]));
        Assert.Equal(Enumerable.Range(1, 10_000), records.Select(record => (int)record.Line));
    }

    [Fact]
    public void A_field_of_ten_megabytes_is_read()
    {
        string big = new('x', 10 << 20);
        var records = Read($"1,{big}\n2,\"{big}\"\"\n\"\n3,c\n", columns: 2);
        Assert.Equal([big, big + "\"\n", "c"], records.Select(record => record.Fields[1]));
        Assert.Equal([1, 2, 4], records.Select(record => (int)record.Line));
    }

    [Fact]
    public void A_layout_that_contradicts_itself_is_refused()
    {
        var file = _files.Write("a.csv", "a,b\n");
        Assert.Throws<ArgumentException>(() => Read(new CsvFile(file, new CsvLayout(2, [0, 0]))));
        Assert.Throws<ArgumentException>(() => Read(new CsvFile(file, new CsvLayout(2, [2]))));
    }

    private List<ReadRecord> Read(string content, int columns) => Read(Encoding.UTF8.GetBytes(content), columns);

    private List<ReadRecord> Read(byte[] content, int columns, EncodingErrors encodingErrors = EncodingErrors.Fail)
    {
        var layout = new CsvLayout(columns, [.. Enumerable.Range(0, columns)]);
        return Read(new CsvFile(_files.Write("a.csv", content), layout), encodingErrors);
    }

    private static List<ReadRecord> Read(CsvFile file, EncodingErrors encodingErrors = EncodingErrors.Fail)
    {
        using var source = RecordSource.OpenCsv([file], new CsvDialect(), encodingErrors);
        return RecordCollector.ReadAll(source, file.Layout.Fields.Count);
    }
}
