using System.Text;
using System.Text.Json;
using Runink.Data.Engines;
using Runink.Data.Results;
using Runink.Data.Sql;

namespace Runink.Pipelines.Planning.Sql;

/// <summary>
/// The engine as the planner uses it: to parse and to bind, never to run what a person wrote. It is opened when first needed
/// and shut in before it sees any of it. Not thread-safe.
/// </summary>
internal sealed class SqlEngine(string spillDirectory) : IDisposable
{
    private const int MaxDepth = 900;
    private Engine? _engine;
    private EngineConnection? _connection;

    private EngineConnection Connection => _connection ??= Open();

    /// <summary>Parses statements; the tree is the engine's own, see <see cref="SqlTreeReader"/>.</summary>
    /// <exception cref="SqlRefusedException">It does not parse, or is not a query.</exception>
    public IReadOnlyList<JsonElement> Parse(string sql)
    {
        using var result = Connection.Query(
            $"SELECT json_serialize_sql({SqlText.Literal(sql)}, skip_null := true, skip_empty := true, skip_default := true)");
        using var document = ReadTree((string)result.Scalar()!);
        var root = document.RootElement;
        if (!root.GetProperty("error").GetBoolean())
            return [.. root.GetProperty("statements").EnumerateArray().Select(statement => statement.Clone())];
        var message = root.GetProperty("error_message").GetString()!;
        if (root.GetProperty("error_type").GetString() != "parser")
            throw new SqlRefusedException(SqlErrors.StatementNotAllowed, "this is not a SELECT", 0);
        throw new SqlRefusedException(SqlErrors.Syntax, message, Position(root, sql));
    }

    /// <summary>The columns that a query would have over inputs of the given columns, without data.</summary>
    /// <exception cref="EngineException">It does not bind; positions count from the start of the returned prefix.</exception>
    public IReadOnlyList<EngineColumn> Bind(string sql) => Connection.Describe(sql);

    public void Dispose()
    {
        _connection?.Dispose();
        _engine?.Dispose();
    }

    private EngineConnection Open()
    {
        _engine = Engine.Open(new EngineOptions { MemoryLimitBytes = 256L << 20, Threads = 1, SpillDirectory = spillDirectory });
        _engine.LockDown(EngineWalls.NoFiles);
        return _engine.Connect();
    }

    // The parser's errors count characters, its tree counts bytes.
    private static int? Position(JsonElement error, string sql) =>
        error.TryGetProperty("position", out var at) && int.TryParse(at.GetString(), out var offset)
            ? Encoding.UTF8.GetByteCount(sql.AsSpan(0, Math.Clamp(offset, 0, sql.Length)))
            : null;

    private static JsonDocument ReadTree(string json)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException)
        {
            throw new SqlRefusedException(SqlErrors.TooComplex, "this SQL is nested too deeply", 0);
        }
    }
}
