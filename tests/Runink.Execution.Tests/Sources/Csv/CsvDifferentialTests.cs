using Runink.Execution.Sources;
using Runink.Execution.Sources.Csv;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;

namespace Runink.Execution.Tests.Sources.Csv;

public sealed class CsvDifferentialTests : IDisposable
{
    private readonly ScratchDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Every_record_is_delivered_once_as_a_slow_and_obvious_parser_reads_it()
    {
        int seed = Seed.Next();
        for (int round = 0; round < 2500; round++) Compare(new Random(HashCode.Combine(seed, round)), seed, round);
    }

    private void Compare(Random random, int seed, int round)
    {
        char delimiter = ",;"[random.Next(2)];
        var content = RandomCsv.Next(random, delimiter);
        int columns = random.Next(1, 6);
        var fields = Enumerable.Range(0, columns).Where(_ => random.Next(3) > 0).Shuffle(random);
        if (random.Next(4) == 0) fields.Add(CsvLayout.Missing);
        var layout = new CsvLayout(columns, fields);
        var encoding = (EncodingErrors)random.Next(2);
        var reference = new ReferenceCsv(content, delimiter, layout, encoding).Read();
        var limits = new ReadLimits { BlockBytes = random.Next(3) == 0 ? random.Next(1, 64) : random.Next(64, 2000) };
        int threads = random.Next(20) == 0 ? random.Next(2, 5) : 1;
        string where = $"RUNINK_SEED={seed} round {round}, blocks of {limits.BlockBytes}, {threads} threads";

        var file = _files.Write("random.csv", content);
        using var source = RecordSource.OpenCsv([new CsvFile(file, layout)], new CsvDialect(delimiter), encoding, limits);
        if (reference.UnterminatedLine is { } line)
        {
            var error = Assert.Throws<RuninkException>(() => RecordCollector.ReadAll(source, fields.Count, threads)).Diagnostic;
            Assert.True(error.Definition == ReadErrors.UnterminatedQuote && error.At?.Line == line, $"{where}: {error.Message}");
            Assert.False(source.Progress.FullyConsumed, where);
            return;
        }

        var records = RecordCollector.ReadAll(source, fields.Count, threads);
        Assert.Equal(reference.Records.Select(record => record.ToString()), records.Select(record => record.ToString()));
        Assert.True(source.Progress.FullyConsumed, where);
        Assert.Equal(records.Count, source.Progress.RecordsDelivered);
        Assert.Equal(content.Length, source.Progress.BytesRead);
    }
}
