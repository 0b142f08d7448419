using Runink.Execution.Sources;
using Runink.Execution.Sources.Csv;
using Runink.Pipelines.Diagnostics;

namespace Runink.Execution.Tests.Sources;

public sealed class RecordSourceTests : IDisposable
{
    private readonly ScratchDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Several_files_with_columns_in_different_order_are_read_by_several_threads()
    {
        var files = new List<CsvFile>();
        for (int number = 0; number < 20; number++)
        {
            var records = Enumerable.Range(1, 300).Select(id => number % 2 == 0 ? $"{id},t{id}\n" : $"t{id},x,{id}\n");
            string header = number % 2 == 0 ? "id,text\n" : "Text,extra,ID\n";
            var file = _files.Write($"{number}.csv", header + string.Concat(records));
            files.Add(new CsvFile(file, CsvHeader.Read(file, new CsvDialect()).LayoutFor(["id", "text"])));
        }

        files.Insert(5, new CsvFile(_files.Write("empty.csv", ""), new CsvLayout(0, [CsvLayout.Missing, CsvLayout.Missing])));
        using var source = RecordSource.OpenCsv(files, new CsvDialect(), limits: new ReadLimits { BlockBytes = 700 });
        var read = RecordCollector.ReadAll(source, columns: 2, threads: 4);

        Assert.Equal(20 * 300, read.Count);
        Assert.All(read, record => Assert.Equal([$"{record.Number}", $"t{record.Number}"], record.Fields));
        Assert.All(read, record => Assert.Equal(record.Number + 1, record.Line));
        Assert.Equal(20, read.Select(record => record.File).Distinct().Count());
        Assert.True(source.Progress.FullyConsumed);
        Assert.Equal(source.Progress.BytesTotal, source.Progress.BytesRead);
    }

    [Fact]
    public void A_source_that_was_not_read_to_its_end_is_not_fully_consumed()
    {
        using var source = Open(_files.Write("a.csv", "1\n2\n3\n"));
        Assert.False(source.Progress.FullyConsumed);
        RecordCollector.ReadAll(source, columns: 1);
        Assert.True(source.Progress.FullyConsumed);
    }

    [Theory]
    [InlineData(100, 1 << 20)]
    [InlineData(100, 64)]
    public void A_record_may_be_as_long_as_the_limit_but_no_longer(int limit, int blockBytes)
    {
        var limits = new ReadLimits { MaxRecordBytes = limit, BlockBytes = blockBytes };
        string longest = new('x', limit);
        using var fits = Open(_files.Write("a.csv", $"a\n{longest}\r\nb\n{longest}"), limits);
        Assert.Equal(4, RecordCollector.ReadAll(fits, columns: 1).Count);

        using var over = Open(_files.Write("a.csv", $"a\n\n{longest}y\nb\n"), limits);
        var error = Assert.Throws<RuninkException>(() => RecordCollector.ReadAll(over, columns: 1)).Diagnostic;
        Assert.Equal(ReadErrors.RecordTooLong, error.Definition);
        Assert.Equal("a.csv:3:1", error.At?.ToString());
        Assert.Contains("record 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_over_the_limit_because_of_an_open_quote_names_the_line_of_the_quote()
    {
        var limits = new ReadLimits { MaxRecordBytes = 200, BlockBytes = 64 };
        string rest = string.Concat(Enumerable.Repeat("text\n", 100));
        using var source = Open(_files.Write("a.csv", $"a\n\"b\n\",\"open\n{rest}"), limits);
        var error = Assert.Throws<RuninkException>(() => RecordCollector.ReadAll(source, columns: 1)).Diagnostic;
        Assert.Equal(ReadErrors.RecordTooLong, error.Definition);
        Assert.Contains("unterminated quote opened at line 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quote_that_never_closes_is_an_error_for_every_thread_that_asks()
    {
        using var source = Open(_files.Write("a.csv", "a\n\"b\n"));
        for (int attempt = 0; attempt < 2; attempt++)
        {
            var error = Assert.Throws<RuninkException>(() => RecordCollector.ReadAll(source, columns: 1));
            Assert.Contains("unterminated quote opened at line 2", error.Message, StringComparison.Ordinal);
            Assert.Equal(ExitCodes.BadInput, error.ExitCode);
        }

        Assert.False(source.Progress.FullyConsumed);
    }

    [Fact]
    public void A_file_that_is_not_as_it_was_pinned_is_refused()
    {
        var file = _files.Write("a.csv", "1\n");
        var modified = new DateTimeOffset(File.GetLastWriteTimeUtc(file.Path));
        using var same = Open(file with { ExpectedSize = 2, ExpectedModified = modified });
        Assert.Single(RecordCollector.ReadAll(same, columns: 1));
        AssertChanged(file with { ExpectedSize = 3 });
        AssertChanged(file with { ExpectedModified = modified.AddTicks(1) });
    }

    [Fact]
    public void A_file_that_grows_shrinks_or_is_written_over_while_it_is_read_is_refused()
    {
        AssertChanged(_files.Write("a.csv", "1\n2\n"), path => File.AppendAllText(path, "3\n"));
        AssertChanged(_files.Write("b.csv", "1\n2\n"), path => File.WriteAllText(path, "1\n"));
        AssertChanged(_files.Write("c.csv", "1\n2\n"), path => File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch));
    }

    [Fact]
    public void A_file_replaced_by_a_rename_is_read_as_it_was_opened()
    {
        var file = _files.Write("a.csv", "1\n2\n3\n");
        using var source = Open(file, new ReadLimits { BlockBytes = 2 });
        using var reader = source.CreateReader();
        Assert.Equal(1, ReadBatch(reader));
        File.Move(_files.Write("new.csv", "4\n").Path, file.Path, overwrite: true);
        Assert.Equal(2, RecordCollector.ReadAll(source, columns: 1).Count);
        Assert.True(source.Progress.FullyConsumed);
    }

    [Fact]
    public void Memory_is_a_block_per_thread_and_is_given_back_after_a_giant_record()
    {
        const int block = 64 << 10, giant = 1 << 20;
        string records = string.Concat(Enumerable.Repeat("some text\n", 300_000));
        using var plain = Open(_files.Write("a.csv", records), new ReadLimits { BlockBytes = block });
        RecordCollector.ReadAll(plain, columns: 1, threads: 3);
        Assert.InRange(plain.PeakMemoryBytes, block, 4 * block);
        Assert.InRange(plain.MemoryBytes, 0, block);

        string quoted = $"\"{new string('x', giant)}\"\n";
        using var source = Open(_files.Write("b.csv", quoted + records), new ReadLimits { BlockBytes = block });
        using var reader = source.CreateReader();
        ReadBatch(reader);
        Assert.InRange(source.PeakMemoryBytes, giant, 5 * giant);
        while (source.MemoryBytes > 5 * block) Assert.NotEqual(0, ReadBatch(reader));
    }

    private static RecordSource Open(SourceFile file, ReadLimits? limits = null) =>
        RecordSource.OpenCsv([new CsvFile(file, new CsvLayout(1, [0]))], new CsvDialect(), limits: limits);

    private static unsafe int ReadBatch(RecordReader reader)
    {
        var cells = new StringCell[BatchTarget.Capacity];
        var validity = new ulong[BatchTarget.Capacity / 64];
        fixed (StringCell* cell = cells)
        fixed (ulong* valid = validity)
        {
            var target = new BatchTarget(columns: 1);
            target.Columns[0] = new CellVector(cell, valid);
            return reader.Read(target);
        }
    }

    private static void AssertChanged(SourceFile file, Action<string>? change = null)
    {
        using var source = Open(file, new ReadLimits { BlockBytes = 2 });
        var error = Assert.Throws<RuninkException>(() =>
        {
            using var reader = source.CreateReader();
            ReadBatch(reader);
            change?.Invoke(file.Path);
            while (ReadBatch(reader) > 0)
            {
            }
        });
        Assert.Equal(ReadErrors.Changed, error.Diagnostic.Definition);
        Assert.Contains(file.Name, error.Message, StringComparison.Ordinal);
        Assert.False(source.Progress.FullyConsumed);
    }
}
