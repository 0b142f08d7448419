using Runink.Execution.Sources;
using Runink.Execution.Sources.Csv;
using Runink.Pipelines.Diagnostics;

namespace Runink.Execution.Tests.Sources.Csv;

public sealed class CsvHeaderTests : IDisposable
{
    private readonly ScratchDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void The_first_record_names_the_columns_and_the_next_is_number_one()
    {
        var file = _files.Write("a.csv", "\uFEFF\r\nid,\"unit\n\"\"price\"\"\",région\r\n7,8,9\r\n");
        var header = CsvHeader.Read(file, new CsvDialect());
        Assert.Equal(["id", "unit\n\"price\"", "région"], header.Names);
        Assert.Equal(RecordProblems.None, header.Problems);

        var record = Assert.Single(Read(new CsvFile(file, header.LayoutFor(["RÉGION", "none", "id"]))));
        Assert.Equal(["9", null, "7"], record.Fields);
        Assert.Equal((1, 4), (record.Number, record.Line));
    }

    [Fact]
    public void Duplicate_and_empty_names_are_reported_and_the_first_of_equals_counts()
    {
        var file = _files.Write("a.csv", "id,,ID,x,,X\n1,2,3,4,5,6\n");
        var header = CsvHeader.Read(file, new CsvDialect());
        Assert.Equal(["id", "x"], header.DuplicateNames);
        Assert.Equal([2, 5], header.UnnamedColumns);
        Assert.Equal([0, 3], header.LayoutFor(["Id", "x"]).Fields);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\n\r\n\n")]
    public void A_file_without_records_has_no_names(string content)
    {
        var file = _files.Write("a.csv", content);
        Assert.Empty(CsvHeader.Read(file, new CsvDialect()).Names);
        Assert.Empty(Read(new CsvFile(file, new CsvLayout(1, [0]))));
    }

    [Theory]
    [InlineData("a,b")]
    [InlineData("a,b\r\n")]
    [InlineData("a,b\n\n\n")]
    public void A_file_of_only_a_header_has_no_records(string content)
    {
        var file = _files.Write("a.csv", content);
        var header = CsvHeader.Read(file, new CsvDialect());
        Assert.Equal(["a", "b"], header.Names);
        Assert.Empty(Read(new CsvFile(file, header.LayoutFor(["a"]))));
    }

    [Fact]
    public void A_header_longer_than_a_block_is_read()
    {
        var names = Enumerable.Range(0, 30_000).Select(number => $"column_{number}").ToList();
        var file = _files.Write("a.csv", string.Join(',', names) + "\n");
        Assert.Equal(names, CsvHeader.Read(file, new CsvDialect()).Names);
    }

    [Fact]
    public void Lines_that_end_with_a_carriage_return_alone_are_refused()
    {
        var file = _files.Write("a.csv", "a,b\r1,2\r");
        Assert.Equal(ReadErrors.LineEnds, Refusal(file).Definition);
    }

    [Fact]
    public void Utf16_is_refused()
    {
        var file = _files.Write("a.csv", [0xFF, 0xFE, (byte)'a', 0]);
        Assert.Equal(ReadErrors.Encoding, Refusal(file).Definition);
    }

    [Fact]
    public void A_quote_that_the_header_never_closes_is_refused_with_its_line()
    {
        var error = Refusal(_files.Write("a.csv", "\n\"a,b\n1,2\n"));
        Assert.Equal(ReadErrors.UnterminatedQuote, error.Definition);
        Assert.Equal(2, error.At?.Line);
    }

    [Fact]
    public void A_missing_file_and_a_directory_are_refused()
    {
        var file = _files.Write("a.csv", "a\n");
        File.Delete(file.Path);
        Assert.Equal(ReadErrors.Unreadable, Refusal(file).Definition);
        Directory.CreateDirectory(file.Path);
        Assert.Equal(ReadErrors.Unreadable, Refusal(file).Definition);
    }

    private static Diagnostic Refusal(SourceFile file) =>
        Assert.Throws<RuninkException>(() => CsvHeader.Read(file, new CsvDialect())).Diagnostic;

    private static List<ReadRecord> Read(CsvFile file)
    {
        using var source = RecordSource.OpenCsv([file], new CsvDialect());
        var records = RecordCollector.ReadAll(source, file.Layout.Fields.Count);
        Assert.True(source.Progress.FullyConsumed);
        return records;
    }
}
