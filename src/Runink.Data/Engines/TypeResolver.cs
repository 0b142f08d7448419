using Runink.Data.Native;

namespace Runink.Data.Engines;

/// <summary>
/// Turns the text of an SQL type into the engine's own type, by asking the engine. Thread-safe; has a connection of its
/// own, because functions are bound while another one is busy.
/// </summary>
internal sealed class TypeResolver(Engine engine) : IDisposable
{
    private readonly Lock _lock = new();
    private EngineConnection? _connection;

    /// <summary>The type of this text; the caller disposes it.</summary>
    internal LogicalTypeHandle Resolve(string type)
    {
        if (string.Equals(type, "ANY", StringComparison.OrdinalIgnoreCase))
            return DuckDb.duckdb_create_logical_type((int)TypeId.Any);
        lock (_lock)
        {
            _connection ??= engine.Connect();
            using var statement = _connection.Prepare($"SELECT CAST(NULL AS {type})");
            return statement.TypeOf(0);
        }
    }

    public void Dispose() => _connection?.Dispose();
}
