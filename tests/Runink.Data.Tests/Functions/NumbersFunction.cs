using System.Runtime.InteropServices;
using System.Text;
using Runink.Data.Functions;
using Runink.Data.Results;

namespace Runink.Data.Tests.Functions;

/// <summary>
/// numbers(count, how): ids from 0, a text that is not copied, and a price. Every third text is NULL; how = "=text" writes
/// that text, "fail …" fails there.
/// </summary>
internal sealed class NumbersFunction() : TableFunction("numbers", "BIGINT", "VARCHAR")
{
    internal const string TextAsSql = "CASE WHEN id % 3 = 0 THEN NULL ELSE repeat('\u00e9', (id % 11)::BIGINT) || id END";

    private int _opened;
    private int _open;
    private int _readers;

    internal int Opened => _opened;

    /// <summary>Sources and readers that are not disposed.</summary>
    internal int Open => _open;

    internal int Readers => _readers;

    internal IReadOnlyList<int> Projection { get; private set; } = [];

    /// <summary>Told the first row of every fill.</summary>
    internal Action<long>? Filled { get; set; }

    internal static string? TextOf(long id) => id % 3 == 0 ? null : new string('\u00e9', (int)(id % 11)) + id;

    protected internal override TableScan Bind(TableArguments arguments)
    {
        var how = arguments.Text(1)!;
        return how == "fail to bind" ? throw new InvalidDataException(how) : new Scan(this, arguments.Number(0)!.Value, how);
    }

    private sealed class Scan(NumbersFunction owner, long count, string how) : TableScan
    {
        public override IReadOnlyList<EngineColumn> Columns { get; } =
            [new("id", "UBIGINT"), new("text", "VARCHAR"), new("price", "DECIMAL(18,3)")];

        public override long? EstimatedRows => count;

        protected internal override TableSource Open(IReadOnlyList<int> projection)
        {
            if (how == "fail to open") throw new InvalidDataException(how);
            owner.Projection = projection;
            return new Source(owner, count, how, projection);
        }
    }

    private sealed class Source : TableSource
    {
        private readonly NumbersFunction _owner;
        private long _next;

        internal Source(NumbersFunction owner, long count, string how, IReadOnlyList<int> projection)
        {
            _owner = owner;
            (Count, How, Projection) = (count, how, projection);
            Interlocked.Increment(ref owner._opened);
            Interlocked.Increment(ref owner._open);
        }

        public override int MaxThreads => 2;

        internal long Count { get; }

        internal string How { get; }

        internal IReadOnlyList<int> Projection { get; }

        internal (long First, int Rows) Take(int most)
        {
            var first = Interlocked.Add(ref _next, most) - most;
            _owner.Filled?.Invoke(first);
            return (first, (int)Math.Clamp(Count - first, 0, most));
        }

        protected internal override TableReader CreateReader() => new Reader(_owner, this);

        protected override void Dispose(bool disposing)
        {
            Interlocked.Decrement(ref _owner._open);
            base.Dispose(disposing);
        }
    }

    private sealed unsafe class Reader : TableReader
    {
        private const int Size = 1 << 17;
        private readonly NumbersFunction _owner;
        private readonly Source _source;
        private readonly byte* _texts = (byte*)NativeMemory.Alloc(Size);

        internal Reader(NumbersFunction owner, Source source)
        {
            (_owner, _source) = (owner, source);
            Interlocked.Increment(ref owner._readers);
            Interlocked.Increment(ref owner._open);
        }

        protected internal override int Fill(TableOutput output)
        {
            // What the last call wrote may go now: whoever still looks at it shows up as a wrong text.
            new Span<byte>(_texts, Size).Fill((byte)'!');
            var (first, rows) = _source.Take(TableOutput.Capacity);
            if (_source.How == $"fail at {first}") throw new InvalidDataException(_source.How);
            for (var column = 0; column < _source.Projection.Count; column++) Write(output, column, first, rows);
            return rows;
        }

        protected override void Dispose(bool disposing)
        {
            NativeMemory.Free(_texts);
            Interlocked.Decrement(ref _owner._open);
            base.Dispose(disposing);
        }

        private void Write(TableOutput output, int column, long first, int rows)
        {
            switch (_source.Projection[column])
            {
                case 0:
                    var ids = output[column].Values<ulong>();
                    for (var row = 0; row < rows; row++) ids[row] = (ulong)(first + row);
                    break;
                case 1:
                    WriteTexts(output, column, first, rows);
                    break;
                case 2:
                    var prices = output[column].Values<long>();
                    for (var row = 0; row < rows; row++) prices[row] = (first + row) * 1000;
                    break;
            }
        }

        private void WriteTexts(TableOutput output, int column, long first, int rows)
        {
            var vector = output[column];
            var writer = vector.Strings();
            var used = 0;
            for (var row = 0; row < rows; row++)
            {
                var text = _source.How[0] == '=' ? _source.How[1..] : TextOf(first + row);
                if (text is null)
                {
                    vector.SetNull(row);
                    continue;
                }
                var length = Encoding.UTF8.GetBytes(text, new Span<byte>(_texts + used, Size - used));
                writer.Set(row, _texts + used, length);
                used += length;
            }
        }
    }
}
