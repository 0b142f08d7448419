using Runink.Data.Arrow.Ipc;
using Runink.Data.Functions;

namespace Runink.Data.Arrow.Bridge;

/// <summary>One reading of a stream, by one thread at a time.</summary>
internal sealed class ArrowFlowSource(string name, ArrowStreamReader stream, IReadOnlyList<int> projection) : TableSource
{
    protected internal override TableReader CreateReader() => new Reader(name, stream, projection);

    protected override void Dispose(bool disposing)
    {
        stream.Dispose();
        base.Dispose(disposing);
    }

    private sealed unsafe class Reader(string name, ArrowStreamReader stream, IReadOnlyList<int> projection) : TableReader
    {
        private readonly ColumnFiller[] _fillers =
            [.. projection.Select(column => Fillers.For(stream.Schema.Fields[column]).Filler)];

        private RecordBatch? _batch;
        private int _row;

        protected internal override int Fill(TableOutput output)
        {
            // Until now the engine may have looked at texts in the last batch, so it goes only here.
            while (_batch is null || _row == _batch.RowCount)
            {
                _batch?.Dispose();
                _batch = stream.Read();
                _row = 0;
                if (_batch is not null) continue;
                return stream.EndedByMark
                    ? 0
                    : throw new ArrowFormatException($"the flow \"{name}\" ends early: its writer stopped half-way");
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
