using Runink.Data.Native;

namespace Runink.Data.Engines;

/// <summary>
/// Turns the text of an SQL type into the engine's own type; what is not one word is left to the engine. Thread-safe; has a connection of its
/// own, because functions are bound while another one is busy.
/// </summary>
internal sealed class TypeResolver(Engine engine) : IDisposable
{
    // To ask the engine takes as long as to run a small query, and a source has a dozen columns of these.
    private static readonly Dictionary<string, TypeId> s_simple = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ANY"] = TypeId.Any,
        ["BOOLEAN"] = TypeId.Boolean,
        ["TINYINT"] = TypeId.TinyInt,
        ["SMALLINT"] = TypeId.SmallInt,
        ["INTEGER"] = TypeId.Integer,
        ["BIGINT"] = TypeId.BigInt,
        ["HUGEINT"] = TypeId.HugeInt,
        ["UTINYINT"] = TypeId.UTinyInt,
        ["USMALLINT"] = TypeId.USmallInt,
        ["UINTEGER"] = TypeId.UInteger,
        ["UBIGINT"] = TypeId.UBigInt,
        ["FLOAT"] = TypeId.Float,
        ["DOUBLE"] = TypeId.Double,
        ["DATE"] = TypeId.Date,
        ["TIME"] = TypeId.Time,
        ["TIMESTAMP"] = TypeId.Timestamp,
        ["TIMESTAMPTZ"] = TypeId.TimestampTz,
        ["INTERVAL"] = TypeId.Interval,
        ["BLOB"] = TypeId.Blob,
        ["UUID"] = TypeId.Uuid,
        ["VARCHAR"] = TypeId.Varchar,
    };

    private readonly Lock _lock = new();
    private EngineConnection? _connection;

    /// <summary>The names that are known without the engine.</summary>
    internal static IReadOnlyCollection<string> SimpleTypes => s_simple.Keys;

    /// <summary>The type of this text; the caller disposes it.</summary>
    internal LogicalTypeHandle Resolve(string type) =>
        s_simple.TryGetValue(type, out var simple) ? DuckDb.duckdb_create_logical_type((int)simple) : Ask(type);

    /// <summary>The type that the engine takes this text for; the caller disposes it.</summary>
    internal LogicalTypeHandle Ask(string type)
    {
        lock (_lock)
        {
            _connection ??= engine.ConnectQuietly();
            using var statement = _connection.Prepare($"SELECT CAST(NULL AS {type})");
            return statement.TypeOf(0);
        }
    }

    public void Dispose() => _connection?.Dispose();
}
