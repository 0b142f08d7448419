using System.Text;
using Runink.Execution.Sources.Blocks;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;

namespace Runink.Execution.Sources.Csv;

/// <summary>The first record of a csv file, which names its columns. What is wrong with it is the caller's to judge.</summary>
/// <param name="Names">Names of the columns, in order; none when the file holds no record.</param>
/// <param name="Problems">What is wrong with the form of the record; bytes that are not UTF-8 stand as U+FFFD.</param>
/// <param name="Offset">First byte behind it.</param>
/// <param name="Line">Physical line of that byte.</param>
public sealed record CsvHeader(IReadOnlyList<string> Names, RecordProblems Problems, long Offset, long Line)
{
    private const int BlockBytes = 64 << 10;

    /// <summary>Names that several columns have, letter case aside; as first written.</summary>
    public IReadOnlyList<string> DuplicateNames =>
    [
        .. Names.Where(name => name.Length > 0).GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1).Select(group => group.Key),
    ];

    /// <summary>Positions, from 1, of columns without a name.</summary>
    public IReadOnlyList<int> UnnamedColumns =>
        [.. Enumerable.Range(1, Names.Count).Where(position => Names[position - 1].Length == 0)];

    /// <summary>Finds the wanted columns by name, letter case aside; of equal names the first counts.</summary>
    public CsvLayout LayoutFor(IEnumerable<string> wanted)
    {
        var fields = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (int field = 0; field < Names.Count; field++) fields.TryAdd(Names[field], field);
        var found = wanted.Select(name => fields.GetValueOrDefault(name, CsvLayout.Missing));
        return new CsvLayout(Names.Count, [.. found], Offset, Line);
    }

    /// <summary>Reads the header of a file.</summary>
    /// <exception cref="RuninkException">
    /// The file cannot be read, or its first record never ends (<see cref="ReadErrors"/>).
    /// </exception>
    public static CsvHeader Read(SourceFile file, CsvDialect dialect, ReadLimits? limits = null)
    {
        var bounds = (limits ?? new ReadLimits()) with { BlockBytes = BlockBytes };
        var memory = new NativeMemoryAccount();
        var start = new FileStart(file, Offset: 0, Line: 1);
        using var blocks = new BlockReader([start], new LineScanner(dialect), bounds, new SourceProgress(bytesTotal: 0), memory);
        using var block = new RecordBlock(memory);
        using var scratch = new ScratchArena(memory);
        RefuseLoneCarriageReturns(file, block.Buffer);
        if (!blocks.TryTake(block)) return new CsvHeader([], RecordProblems.None, Offset: 0, Line: 1);
        var parser = new CsvRecordParser(dialect, EncodingErrors.Fail, bounds.MaxRecordBytes, scratch);
        parser.Attach(block, file, new CsvLayout(FieldCount: 0, Fields: []));
        parser.Parse(new BatchTarget(columns: 0), most: 1);
        var layout = new CsvLayout(parser.FieldCount, [.. Enumerable.Range(0, parser.FieldCount)]);
        parser.Attach(block, file, layout); // once more, now that it is known how many fields to make room for
        return Parse(parser, layout.FieldCount);
    }

    /// <summary>Refuses a file whose lines end with CR alone: also one that is read without a header.</summary>
    public static void RefuseLoneCarriageReturns(SourceFile file)
    {
        using var buffer = new NativeBuffer(new NativeMemoryAccount());
        RefuseLoneCarriageReturns(file, buffer);
    }

    private static unsafe CsvHeader Parse(CsvRecordParser parser, int columns)
    {
        const int words = BatchTarget.Capacity / 64;
        var cells = GC.AllocateArray<StringCell>(columns, pinned: true);
        var validity = GC.AllocateArray<ulong>(columns * words, pinned: true);
        var problems = RecordProblems.None;
        var target = new BatchTarget(columns) { Problems = &problems };
        fixed (StringCell* cell = cells)
        fixed (ulong* valid = validity)
        {
            for (int column = 0; column < columns; column++)
                target.Columns[column] = new CellVector(cell + column, valid + (column * words));
            parser.Parse(target, most: 1);
            var names = new string[columns];
            for (int column = 0; column < columns; column++)
                names[column] = Encoding.UTF8.GetString(StringCell.Text(cell + column));
            return new CsvHeader(names, problems, parser.Offset, parser.Line);
        }
    }

    private static unsafe void RefuseLoneCarriageReturns(SourceFile file, NativeBuffer buffer)
    {
        using var open = new OpenFile(file, offset: 0);
        buffer.Reserve(BlockBytes, BlockBytes);
        var start = new ReadOnlySpan<byte>(buffer.Data, open.Read(buffer.Data, BlockBytes));
        int carriageReturn = start.IndexOf((byte)'\r');
        if (carriageReturn < 0 || carriageReturn == start.Length - 1 || start.Contains((byte)'\n')) return;
        throw ReadErrors.At(ReadErrors.LineEnds, file, 1, $"{file.Name} ends its lines with CR alone");
    }
}
