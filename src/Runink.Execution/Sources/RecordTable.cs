using System.Runtime.CompilerServices;
using Runink.Data.Functions;
using Runink.Data.Results;
using Runink.Data.Vectors;
using Runink.Execution.Validation;

namespace Runink.Execution.Sources;

/// <summary>
/// A text source as a table of the engine: the raw values as VARCHAR, then each record's place and form. The reader writes straight into the engine's vectors;
/// no byte of a value is copied on the way.
/// </summary>
internal sealed class RecordTable(SourceScan scan) : TableFunction(scan.FunctionName)
{
    // A guess, on the low side of usual records, so that a file counts as large.
    private const long BytesPerRecord = 32;

    // A pipe has no size. Nobody should build a hash table of what may be endless.
    private const long RecordsOfPipe = 10_000_000;

    /// <summary>The columns behind the values, in order.</summary>
    private static readonly EngineColumn[] Place =
    [
        new("_runi_pos", "BIGINT"), new("_line", "BIGINT"), new("_off", "BIGINT"), new("_len", "BIGINT"), new("_bad", "UTINYINT"),
    ];

    /// <inheritdoc/>
    protected override TableScan Bind(TableArguments arguments) => new Scan(scan);

    private sealed class Scan(SourceScan scan) : TableScan
    {
        public override IReadOnlyList<EngineColumn> Columns { get; } =
            [.. scan.ValueColumns.Select(name => new EngineColumn(name, "VARCHAR")), .. Place];

        // Without an estimate the engine takes a file for smaller than the table of repeated keys, and would hold the whole file in memory to join them.
        public override long? EstimatedRows =>
            scan.Files.Any(file => file.IsPipe) ? RecordsOfPipe : Math.Max(1, scan.BytesTotal / BytesPerRecord);

        protected override TableSource Open(IReadOnlyList<int> projection) => new Reading(scan, projection);
    }

    private sealed class Reading : TableSource
    {
        private const int ThreadsMax = 256;
        private readonly SourceScan _scan;
        private readonly RecordSource _records;
        private readonly IReadOnlyList<int> _projection;
        private readonly int[] _wanted;

        public Reading(SourceScan scan, IReadOnlyList<int> projection)
        {
            (_scan, _projection) = (scan, projection);
            _wanted = [.. projection.Where(column => column < scan.ValueColumns.Count)];
            _records = scan.Open(_wanted);
        }

        public override int MaxThreads => ThreadsMax;

        protected override TableReader CreateReader() => new Reader(_scan, _records, _projection, _wanted.Length);

        protected override void Dispose(bool disposing)
        {
            _records.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed unsafe class Reader(SourceScan scan, RecordSource records, IReadOnlyList<int> projection, int wanted) : TableReader
    {
        private readonly RecordReader _reader = records.CreateReader();
        private readonly BatchTarget _target = new(wanted);

        protected override int Fill(TableOutput output)
        {
            var value = 0;
            for (var i = 0; i < projection.Count; i++)
            {
                var vector = output[i];
                if (projection[i] < scan.ValueColumns.Count) _target.Columns[value++] = new CellVector(Pointer<StringCell>(vector), Pointer(vector.ValidityWords()));
                else PointPlace(projection[i] - scan.ValueColumns.Count, vector);
            }

            var rows = _reader.Read(_target);
            if (rows > 0) CompletePlace(rows);
            return rows;
        }

        protected override void Dispose(bool disposing)
        {
            _reader.Dispose();
            base.Dispose(disposing);
        }

        private void PointPlace(int place, OutputVector vector)
        {
            switch (place)
            {
                case 0: _target.Numbers = Pointer<long>(vector); break;
                case 1: _target.Lines = Pointer<long>(vector); break;
                case 2: _target.Offsets = Pointer<long>(vector); break;
                case 3: _target.Lengths = Pointer<long>(vector); break;
                default: _target.Problems = Pointer<RecordProblems>(vector); break;
            }
        }

        // The reader numbers records within their file; a position also says which file that is.
        private void CompletePlace(int rows)
        {
            if (_target.Numbers != null)
            {
                var file = RecordPosition.Of(_reader.File, 0);
                for (var row = 0; row < rows; row++) _target.Numbers[row] |= file;
            }

            if (_target.Problems != null && scan.Files[_reader.File].Quarantined)
            {
                for (var row = 0; row < rows; row++) _target.Problems[row] |= FormRules.Quarantined;
            }
        }

        // The engine's vectors lie in native memory, which does not move.
        private static T* Pointer<T>(OutputVector vector)
            where T : unmanaged => (T*)Unsafe.AsPointer(ref vector.Values<T>()[0]);

        private static ulong* Pointer(Span<ulong> words) => (ulong*)Unsafe.AsPointer(ref words[0]);
    }
}
