using Runink.Data.Arrow;
using Runink.Data.Arrow.Bridge;
using Runink.Data.Arrow.Ipc;

namespace Runink.Bench.Edges;

/// <summary>The writer's end of each case.</summary>
internal static class PipeCases
{
    /// <summary>The same bytes again and again, with nothing done to them at either end.</summary>
    internal static string Raw(string data, string[] arguments, long bytes)
    {
        using var pipe = new Pipe(arguments);
        var piece = new byte[1 << 20];
        return pipe.Measure("raw", data, input => Write(input, Pipe.WarmBytes), input => Write(input, bytes));

        (long Rows, long Bytes) Write(Stream input, long count)
        {
            for (var left = count; left > 0; left -= piece.Length) input.Write(piece, 0, (int)Math.Min(left, piece.Length));
            return (0, count);
        }
    }

    /// <summary>Batches that are ready, written and read as Arrow.</summary>
    internal static string Codec(string data, string[] arguments, long bytes, int batchRows)
    {
        using var pipe = new Pipe(arguments);
        // Few, as the bare pipe's bytes are few: what memory costs is not the codec's.
        using var table = new Table(data, 2L * batchRows);
        using var result = table.Connection.Query("FROM t");
        using var reader = new ArrowResultReader(result, batchRows);
        var batches = new List<RecordBatch>();
        while (reader.Read() is { } batch) batches.Add(batch);
        return pipe.Measure("codec", data, input => Write(input, Pipe.WarmBytes), input => Write(input, bytes));

        (long Rows, long Bytes) Write(Stream input, long count)
        {
            using var writer = new ArrowStreamWriter(input, reader.Schema, leaveOpen: true);
            var rows = 0L;
            for (var i = 0; writer.BytesWritten < count; i = (i + 1) % batches.Count)
            {
                writer.Write(batches[i]);
                rows += batches[i].RowCount;
            }
            writer.End();
            return (rows, writer.BytesWritten);
        }
    }

    /// <summary>Out of one engine, through the pipe, into a query of another.</summary>
    internal static string Engine(string data, string[] arguments, long rows, int batchRows)
    {
        using var pipe = new Pipe(arguments);
        using var table = new Table(data, rows);
        return pipe.Measure("engine", data, input => Write(input, "FROM t LIMIT 1000000"), input => Write(input, "FROM t"));

        (long Rows, long Bytes) Write(Stream input, string sql)
        {
            using var result = table.Connection.Stream(sql);
            using var reader = new ArrowResultReader(result, batchRows);
            using var writer = new ArrowStreamWriter(input, reader.Schema, leaveOpen: true);
            while (reader.Read() is { } batch)
            {
                using (batch) writer.Write(batch);
            }
            writer.End();
            return (rows, writer.BytesWritten);
        }
    }
}
