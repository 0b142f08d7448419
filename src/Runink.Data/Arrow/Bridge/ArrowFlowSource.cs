using Runink.Data.Arrow.Ipc;
using Runink.Data.Functions;

namespace Runink.Data.Arrow.Bridge;

/// <summary>
/// One reading of a stream: its batches are dealt out to the threads that read, each of which has one at a time. What the engine
/// does with a row, it does on the thread that read it, so one reader would keep all that follows on one processor.
/// </summary>
internal sealed class ArrowFlowSource(ArrowFlow flow, ArrowStreamReader stream, IReadOnlyList<int> projection) : TableSource
{
    private readonly Lock _gate = new();
    private long _dealt;
    private bool _isAtEnd;

    /// <inheritdoc/>
    public override int MaxThreads => Environment.ProcessorCount;

    protected internal override TableReader CreateReader() => new Reader(this, flow, stream.Schema, projection);

    protected override void Dispose(bool disposing)
    {
        stream.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The next batch, and how many rows come before it.</summary>
    private (RecordBatch? Batch, long Before) NextBatch()
    {
        lock (_gate)
        {
            if (_isAtEnd) return (null, _dealt);
            if (stream.Read() is { } batch)
            {
                _dealt += batch.RowCount;
                return (batch, _dealt - batch.RowCount);
            }

            _isAtEnd = true;
            if (!stream.EndedByMark)
                throw new ArrowFormatException($"the flow \"{flow.Name}\" ends early: its writer stopped half-way") { EndsEarly = true };
            flow.Progress.End(_dealt);
            return (null, _dealt);
        }
    }

    private sealed unsafe class Reader(ArrowFlowSource source, ArrowFlow flow, ArrowSchema schema, IReadOnlyList<int> projection) : TableReader
    {
        // Null is the column of the row numbers.
        private readonly (int Field, ColumnFiller Filler)?[] _columns = [.. projection.Select(column => column < flow.Fields.Count
            ? (flow.Fields[column], Fillers.For(schema.Fields[flow.Fields[column]]).Filler)
            : ((int, ColumnFiller)?)null)];

        private RecordBatch? _batch;
        private long _before;
        private int _row;

        protected internal override int Fill(TableOutput output)
        {
            try
            {
                return FillSound(output);
            }
            catch (ArrowFormatException unsound) when (flow.Options.Explain is { } explain)
            {
                throw explain(unsound);
            }
        }

        protected override void Dispose(bool disposing)
        {
            _batch?.Dispose();
            base.Dispose(disposing);
        }

        private int FillSound(TableOutput output)
        {
            // Until now the engine may have looked at texts in the last batch, so it goes only here.
            while (_batch is null || _row == _batch.RowCount)
            {
                _batch?.Dispose();
                (_batch, _before) = source.NextBatch();
                _row = 0;
                if (_batch is null) return 0;
            }

            var rows = Math.Min(TableOutput.Capacity, _batch.RowCount - _row);
            for (var i = 0; i < _columns.Length; i++)
            {
                if (_columns[i] is var (field, filler)) filler.Fill(_batch.Columns[field], _row, rows, output[i].Handle, outer: null);
                else Number(output[i].Values<long>()[..rows], _before + _row);
            }

            flow.Progress.Add(rows);
            _row += rows;
            return rows;
        }

        private static void Number(Span<long> numbers, long before)
        {
            for (var row = 0; row < numbers.Length; row++) numbers[row] = before + row + 1;
        }
    }
}
