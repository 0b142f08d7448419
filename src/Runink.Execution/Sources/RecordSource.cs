using Runink.Execution.Sources.Blocks;
using Runink.Execution.Sources.Csv;
using Runink.Execution.Sources.Json;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Execution.Sources;

/// <summary>
/// The records of a list of text files, read once, by as many threads as have made themselves a reader. Casting and
/// checking values is the engine's work: here text is found, numbered and handed over. Thread-safe; disposed after its
/// readers.
/// </summary>
public sealed class RecordSource : IDisposable
{
    private readonly Func<RecordSource, RecordReader> _createReader;

    private RecordSource(
        IReadOnlyList<FileStart> files, IRecordScanner scanner, ReadLimits limits, Func<RecordSource, RecordReader> createReader)
    {
        _createReader = createReader;
        Progress = new SourceProgress(files.Sum(start => SizeOf(start.File)));
        Blocks = new BlockReader(files, scanner, limits, Progress, Memory);
    }

    /// <summary>How far reading has come.</summary>
    public SourceProgress Progress { get; }

    /// <summary>Unmanaged bytes that the source and its readers hold now.</summary>
    public long MemoryBytes => Memory.Current;

    /// <summary>Most unmanaged bytes that they held at once.</summary>
    public long PeakMemoryBytes => Memory.Peak;

    internal NativeMemoryAccount Memory { get; } = new();

    internal BlockReader Blocks { get; }

    /// <summary>Reads csv files; every layout wants the same number of columns.</summary>
    /// <exception cref="RuninkException">A file does not exist.</exception>
    public static RecordSource OpenCsv(
        IReadOnlyList<CsvFile> files, CsvDialect dialect, EncodingErrors encodingErrors = EncodingErrors.Fail,
        ReadLimits? limits = null)
    {
        foreach (var layout in files.Select(file => file.Layout)) CheckLayout(layout, files[0].Layout.Fields.Count);
        var bounds = limits ?? new ReadLimits();
        return new RecordSource(
            [.. files.Select(file => new FileStart(file.File, file.Layout.Offset, file.Layout.Line))],
            new LineScanner(dialect),
            bounds,
            source => new CsvRecordReader(source, files, dialect, encodingErrors, bounds));
    }

    /// <summary>Reads json or jsonl files; the one column of a batch is the text of each record.</summary>
    /// <param name="files">The files, in the order in which they are read.</param>
    /// <param name="framing">How records follow each other.</param>
    /// <param name="encodingErrors">What happens to bytes that are not UTF-8.</param>
    /// <param name="limits">Bounds of memory.</param>
    /// <param name="columns">What is taken from the records: in lists and structs among them numbers keep their digits, too.</param>
    /// <exception cref="RuninkException">A file does not exist.</exception>
    public static RecordSource OpenJson(
        IReadOnlyList<SourceFile> files, JsonFraming framing, EncodingErrors encodingErrors = EncodingErrors.Fail,
        ReadLimits? limits = null, IReadOnlyList<Column>? columns = null)
    {
        var bounds = limits ?? new ReadLimits();
        var shape = JsonShape.Of(columns ?? []);
        return new RecordSource(
            [.. files.Select(file => new FileStart(file, Offset: 0, Line: 1))],
            framing == JsonFraming.Lines ? new LineScanner(csv: null) : new JsonScanner(),
            bounds,
            source => new JsonRecordReader(source, files, framing, encodingErrors, shape, bounds.MaxRecordBytes));
    }

    /// <summary>A reader for one more thread; may be asked for at any time.</summary>
    public RecordReader CreateReader() => _createReader(this);

    /// <inheritdoc/>
    public void Dispose() => Blocks.Dispose();

    private static void CheckLayout(CsvLayout layout, int columns)
    {
        var fields = layout.Fields.Where(field => field != CsvLayout.Missing).ToList();
        bool sound = layout.Fields.Count == columns
            && fields.TrueForAll(field => field >= 0 && field < layout.FieldCount)
            && fields.Distinct().Count() == fields.Count;
        if (!sound) throw new ArgumentException("a layout names a field twice, out of range, or too few fields", nameof(layout));
    }

    private static long SizeOf(SourceFile file)
    {
        if (file.IsPipe) return 0;
        var info = new FileInfo(file.Path);
        return info.Exists
            ? info.Length
            : throw ReadErrors.At(ReadErrors.Unreadable, file, null, $"{file.Name} does not exist");
    }
}
