using Runink.Data.Arrow.Ipc;
using Runink.Data.Functions;

namespace Runink.Data.Arrow.Bridge;

/// <summary>
/// One reading of a stream: its batches are dealt out to the threads that read, each of which has one at a time. What the engine
/// does with a row, it does on the thread that read it, so one reader would keep all that follows on one processor.
/// </summary>
internal sealed class ArrowFlowSource(string name, ArrowStreamReader stream, IReadOnlyList<int> projection) : TableSource
{
    private readonly Lock _gate = new();
    private bool _isAtEnd;

    /// <inheritdoc/>
    public override int MaxThreads => Environment.ProcessorCount;

    protected internal override TableReader CreateReader() => new Reader(this, stream.Schema, projection);

    protected override void Dispose(bool disposing)
    {
        stream.Dispose();
        base.Dispose(disposing);
    }

    private RecordBatch? NextBatch()
    {
        lock (_gate)
        {
            if (_isAtEnd) return null;
            if (stream.Read() is { } batch) return batch;
            _isAtEnd = true;
            return stream.EndedByMark
                ? null
                : throw new ArrowFormatException($"the flow \"{name}\" ends early: its writer stopped half-way");
        }
    }

    private sealed unsafe class Reader(ArrowFlowSource source, ArrowSchema schema, IReadOnlyList<int> projection) : TableReader
    {
        private readonly ColumnFiller[] _fillers = [.. projection.Select(column => Fillers.For(schema.Fields[column]).Filler)];

        private RecordBatch? _batch;
        private int _row;

        protected internal override int Fill(TableOutput output)
        {
            // Until now the engine may have looked at texts in the last batch, so it goes only here.
            while (_batch is null || _row == _batch.RowCount)
            {
                _batch?.Dispose();
                _batch = source.NextBatch();
                _row = 0;
                if (_batch is null) return 0;
            }
            var rows = Math.Min(TableOutput.Capacity, _batch.RowCount - _row);
            for (var i = 0; i < _fillers.Length; i++)
                _fillers[i].Fill(_batch.Columns[projection[i]], _row, rows, output[i].Handle, outer: null);
            _row += rows;
            return rows;
        }

        protected override void Dispose(bool disposing)
        {
            _batch?.Dispose();
            base.Dispose(disposing);
        }
    }
}
