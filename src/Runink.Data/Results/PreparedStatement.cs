using System.Text;
using Runink.Data.Engines;
using Runink.Data.Native;

namespace Runink.Data.Results;

/// <summary>A planned statement; parameters are numbered from 1. Used by one thread at a time, like its connection.</summary>
public sealed unsafe class PreparedStatement : IDisposable
{
    private readonly EngineConnection _connection;
    private readonly PreparedHandle _handle;
    private readonly string _sql;

    internal PreparedStatement(EngineConnection connection, PreparedHandle handle, string sql)
    {
        _connection = connection;
        _handle = handle;
        _sql = sql;
    }

    /// <summary>How many parameters have to be bound.</summary>
    public int ParameterCount => (int)DuckDb.duckdb_nparams(_handle);

    /// <summary>The columns of its result.</summary>
    public IReadOnlyList<EngineColumn> Columns
    {
        get
        {
            var columns = new EngineColumn[DuckDb.duckdb_prepared_statement_column_count(_handle)];
            for (var i = 0; i < columns.Length; i++)
            {
                using var type = TypeOf(i);
                var name = DuckDb.TakeText(DuckDb.duckdb_prepared_statement_column_name(_handle, (ulong)i));
                columns[i] = new EngineColumn(name ?? "", TypeText.Of(type));
            }
            return columns;
        }
    }

    /// <summary>Binds NULL.</summary>
    public PreparedStatement BindNull(int index) => Bound(index, DuckDb.duckdb_bind_null(_handle, (ulong)index));

    /// <summary>Binds a BOOLEAN.</summary>
    public PreparedStatement Bind(int index, bool value) =>
        Bound(index, DuckDb.duckdb_bind_boolean(_handle, (ulong)index, value ? (byte)1 : (byte)0));

    /// <summary>Binds a BIGINT.</summary>
    public PreparedStatement Bind(int index, long value) =>
        Bound(index, DuckDb.duckdb_bind_int64(_handle, (ulong)index, value));

    /// <summary>Binds a UBIGINT.</summary>
    public PreparedStatement Bind(int index, ulong value) =>
        Bound(index, DuckDb.duckdb_bind_uint64(_handle, (ulong)index, value));

    /// <summary>Binds a DOUBLE.</summary>
    public PreparedStatement Bind(int index, double value) =>
        Bound(index, DuckDb.duckdb_bind_double(_handle, (ulong)index, value));

    /// <summary>Binds a DECIMAL of the value's own scale.</summary>
    public PreparedStatement Bind(int index, decimal value) =>
        Bound(index, DuckDb.duckdb_bind_decimal(_handle, (ulong)index, EngineValue.ToNative(value)));

    /// <summary>Binds a DATE.</summary>
    public PreparedStatement Bind(int index, DateOnly value) =>
        Bound(index, DuckDb.duckdb_bind_date(_handle, (ulong)index, EngineValue.ToDays(value)));

    /// <summary>Binds a TIMESTAMP WITH TIME ZONE, to the microsecond.</summary>
    public PreparedStatement Bind(int index, DateTimeOffset value) =>
        Bound(index, DuckDb.duckdb_bind_timestamp_tz(_handle, (ulong)index, EngineValue.ToMicros(value.UtcDateTime)));

    /// <summary>Binds a VARCHAR.</summary>
    public PreparedStatement Bind(int index, string value)
    {
        var utf8 = Encoding.UTF8.GetBytes(value);
        fixed (byte* text = utf8)
            return Bound(index, DuckDb.duckdb_bind_varchar_length(_handle, (ulong)index, text, (ulong)utf8.Length));
    }

    /// <summary>Binds a BLOB.</summary>
    public PreparedStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        fixed (byte* data = value)
            return Bound(index, DuckDb.duckdb_bind_blob(_handle, (ulong)index, data, (ulong)value.Length));
    }

    /// <summary>Runs it with the bound values and returns the number of changed rows.</summary>
    public long Execute(CancellationToken cancellationToken = default)
    {
        using var result = Run(streaming: false, cancellationToken);
        return result.RowsChanged;
    }

    /// <summary>Runs it and holds the whole result in memory.</summary>
    public QueryResult Query(CancellationToken cancellationToken = default) => Run(streaming: false, cancellationToken);

    /// <summary>Runs it and computes the result while it is read; see <see cref="EngineConnection.Stream"/>.</summary>
    public QueryResult Stream(CancellationToken cancellationToken = default) => Run(streaming: true, cancellationToken);

    /// <summary>Frees the plan.</summary>
    public void Dispose() => _handle.Dispose();

    internal LogicalTypeHandle TypeOf(int column) =>
        DuckDb.duckdb_prepared_statement_column_logical_type(_handle, (ulong)column);

    internal QueryResult Run(bool streaming, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var state = streaming
            ? DuckDb.duckdb_pending_prepared_streaming(_handle, out var pending)
            : DuckDb.duckdb_pending_prepared(_handle, out pending);
        using (pending)
        {
            if (state != DuckDb.Success) throw _connection.Failure(DuckDb.duckdb_pending_error(pending), _sql);
            // An interrupt before this point would be forgotten: the engine clears it when it makes the pending query.
            var interruption = cancellationToken.UnsafeRegister(static c => ((EngineConnection)c!).Interrupt(), _connection);
            var result = new QueryResult(_connection, _sql, interruption, cancellationToken);
            try
            {
                result.Start(pending, streaming);
                return result;
            }
            catch
            {
                result.Dispose();
                throw;
            }
        }
    }

    private PreparedStatement Bound(int index, int state) =>
        state == DuckDb.Success
            ? this
            : throw new EngineException(
                EngineErrorType.InvalidInput, $"the statement has no parameter {index}, or it does not take this value");
}
