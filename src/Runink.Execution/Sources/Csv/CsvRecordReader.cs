using Runink.Execution.Sources.Blocks;
using Runink.Pipelines.Planning;

namespace Runink.Execution.Sources.Csv;

/// <summary>Reads the records of csv files; the columns of a batch are the wanted columns of the layouts.</summary>
internal sealed class CsvRecordReader : RecordReader
{
    private readonly IReadOnlyList<CsvFile> _files;
    private readonly CsvRecordParser _parser;

    public CsvRecordReader(
        RecordSource source, IReadOnlyList<CsvFile> files, CsvDialect dialect, EncodingErrors encodingErrors, ReadLimits limits)
        : base(source)
    {
        _files = files;
        _parser = new CsvRecordParser(dialect, encodingErrors, limits.MaxRecordBytes, Scratch);
    }

    private protected override void Attach(RecordBlock block)
    {
        var file = _files[block.File];
        _parser.Attach(block, file.File, file.Layout);
    }

    private protected override int Next(BatchTarget target) => _parser.Parse(target, BatchTarget.Capacity);
}
