using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Text;
using Runink.Execution.Sources;

namespace Runink.Execution.Tests.Sources;

/// <summary>Reads a source to its end with some threads, through unmanaged vectors as an engine would.</summary>
internal static unsafe class RecordCollector
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Every record in source order.</summary>
    public static List<ReadRecord> ReadAll(RecordSource source, int columns, int threads = 1)
    {
        var records = new ConcurrentBag<ReadRecord>();
        var failures = new ConcurrentBag<Exception>();
        if (threads == 1)
        {
            using var reader = source.CreateReader();
            Drain(reader, columns, records);
        }
        else
        {
            var workers = Enumerable.Range(0, threads)
                .Select(_ => new Thread(() => DrainGuarded(source, columns, records, failures))).ToList();
            workers.ForEach(worker => worker.Start());
            workers.ForEach(worker => worker.Join());
            if (failures.TryPeek(out var failure)) ExceptionDispatchInfo.Throw(failure);
        }

        return [.. records.OrderBy(record => record.File).ThenBy(record => record.Number)];
    }

    private static void DrainGuarded(
        RecordSource source, int columns, ConcurrentBag<ReadRecord> records, ConcurrentBag<Exception> failures)
    {
        try
        {
            using var reader = source.CreateReader();
            Drain(reader, columns, records);
        }
        catch (Exception failure)
        {
            failures.Add(failure);
        }
    }

    private static void Drain(RecordReader reader, int columns, ConcurrentBag<ReadRecord> records)
    {
        const int rows = BatchTarget.Capacity;
        const int words = rows / 64;
        var longs = (long*)NativeMemory.Alloc(4 * rows, sizeof(long));
        var problems = (RecordProblems*)NativeMemory.Alloc(rows, 1);
        var cells = (StringCell*)NativeMemory.Alloc((nuint)(rows * columns), (nuint)sizeof(StringCell));
        var validity = (ulong*)NativeMemory.Alloc((nuint)(words * columns), sizeof(ulong));
        try
        {
            var target = new BatchTarget(columns)
            {
                Numbers = longs,
                Lines = longs + rows,
                Offsets = longs + (2 * rows),
                Lengths = longs + (3 * rows),
                Problems = problems,
            };
            for (int column = 0; column < columns; column++)
                target.Columns[column] = new CellVector(cells + (column * rows), validity + (column * words));
            for (int count = reader.Read(target); count > 0; count = reader.Read(target))
            {
                for (int row = 0; row < count; row++) records.Add(Record(reader.File, target, row));
            }
        }
        finally
        {
            NativeMemory.Free(longs);
            NativeMemory.Free(problems);
            NativeMemory.Free(cells);
            NativeMemory.Free(validity);
        }
    }

    private static ReadRecord Record(int file, BatchTarget target, int row)
    {
        var fields = target.Columns.Select(column => Field(column, row)).ToList();
        return new ReadRecord(
            file, target.Numbers[row], target.Lines[row], target.Offsets[row], target.Lengths[row], target.Problems[row], fields);
    }

    private static string? Field(CellVector column, int row)
    {
        var cell = column.Cells + row;
        if ((column.Validity[row / 64] >> (row % 64) & 1) == 0)
        {
            Assert.Equal(0, cell->Length);
            return null;
        }

        var text = StringCell.Text(cell);
        CheckLayout(cell, text);
        return Strict.GetString(text);
    }

    /// <summary>An engine compares the first 8 bytes of cells, and inline cells whole: unused bytes must be zero.</summary>
    private static void CheckLayout(StringCell* cell, ReadOnlySpan<byte> text)
    {
        var bytes = new ReadOnlySpan<byte>(cell, sizeof(StringCell))[4..];
        if (text.Length <= StringCell.MaxInline) Assert.Equal(-1, bytes[text.Length..].IndexOfAnyExcept((byte)0));
        else Assert.True(bytes[..4].SequenceEqual(text[..4]));
    }
}
