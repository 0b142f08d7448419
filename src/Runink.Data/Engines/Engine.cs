using Runink.Data.Functions;
using Runink.Data.Native;
using Runink.Data.Sql;

namespace Runink.Data.Engines;

/// <summary>
/// One instance of DuckDB in this process: one memory limit, one spill directory, one catalogue. Thread-safe; work is
/// done on connections.
/// </summary>
public sealed class Engine : IDisposable
{
    // Each shape of function that was ever needed stays in the catalogue.
    private const int MostFunctions = 256;

    // A database of its own holds all that work makes for more than one connection, so that nothing of it is forgotten when that is taken away.
    private const string Room = "work";

    private readonly DatabaseHandle _database;
    private readonly FunctionTable<ScalarFunction> _scalarFunctions = new();
    private readonly FunctionTable<TableFunction> _tableFunctions = new();
    private bool _hasRoom;
    private string? _spillLimit;
    private volatile bool _locked;

    private Engine(DatabaseHandle database)
    {
        _database = database;
        Types = new TypeResolver(this);
    }

    /// <summary>The version of the library, as it names itself.</summary>
    public static string Version => DuckDb.Text(DuckDb.duckdb_library_version()) ?? "";

    internal TypeResolver Types { get; }

    internal CallbackFailures Failures { get; } = new();

    /// <summary>Whether it is shut in (<see cref="LockDown"/>).</summary>
    public bool IsLockedDown => _locked;

    /// <summary>
    /// Opens an instance in memory before it is known what for, since that takes longer than many a stage. Not to be used before
    /// <see cref="Set"/>. It can be used again, for other work (<see cref="TryReset"/>).
    /// </summary>
    /// <exception cref="EngineException">The library is missing.</exception>
    public static Engine Open()
    {
        var engine = OpenUnset(path: null);
        try
        {
            using var connection = engine.ConnectQuietly();
            connection.Execute($"ATTACH ':memory:' AS {Room}");
            engine._hasRoom = true;
            return engine;
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    /// <summary>Opens an instance; times without a zone are read and shown in UTC.</summary>
    /// <exception cref="EngineException">The library is missing, or the options or the database file are refused.</exception>
    public static Engine Open(EngineOptions options)
    {
        var engine = OpenUnset(options.DatabasePath);
        try
        {
            engine.Set(options);
            return engine;
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    /// <summary>Gives the instance its options, all but the database file.</summary>
    /// <exception cref="EngineException">The options are refused.</exception>
    public void Set(EngineOptions options)
    {
        using var connection = ConnectQuietly();
        connection.Execute(EngineConfiguration.Statements(options));
        if (_hasRoom) _spillLimit = SpillLimit(connection);
    }

    /// <summary>Opens a connection; dispose it before the engine.</summary>
    public EngineConnection Connect()
    {
        var connection = ConnectQuietly();
        if (_hasRoom) connection.Execute($"USE {Room}");
        if (!_locked) connection.EnableProgress();
        return connection;
    }

    /// <summary>Makes a function known to every connection. An overload with other parameters may follow.</summary>
    /// <exception cref="EngineException">A type is unknown, or the engine refuses the function.</exception>
    public void Register(ScalarFunction function)
    {
        using var connection = ConnectQuietly();
        _scalarFunctions.Register(function.Signature, function, () => ScalarFunctionRegistration.Register(connection, function));
    }

    /// <summary>Makes a table function known to every connection.</summary>
    /// <exception cref="EngineException">A type is unknown, or the engine refuses the function.</exception>
    public void Register(TableFunction function)
    {
        using var connection = ConnectQuietly();
        _tableFunctions.Register(function.Signature, function, () => TableFunctionRegistration.Register(connection, function));
    }

    /// <summary>
    /// Shuts the instance in: from now on no file but those of <paramref name="walls"/>, no network, no extension, no
    /// change of a setting, on any connection. It cannot be undone. Connections opened afterwards report no progress.
    /// </summary>
    public void LockDown(EngineWalls walls)
    {
        using var connection = ConnectQuietly();
        connection.Execute($"SET GLOBAL allowed_directories = {SqlText.List(walls.AllowedDirectories.Select(Directory))}");
        connection.Execute($"SET GLOBAL allowed_paths = {SqlText.List(walls.AllowedPaths.Select(Path.GetFullPath))}");
        connection.Execute("SET GLOBAL enable_external_access = false");
        connection.Execute("SET GLOBAL lock_configuration = true");
        _locked = true;
    }

    /// <summary>
    /// Makes one that was opened before it was known what for as it was before its work: relations and types are gone, and functions do nothing
    /// any more. Its options and walls stay. Nobody is connected meanwhile.
    /// </summary>
    /// <returns>
    /// False when it is to be closed: something of the work is left, too many functions are known, or it has spilled. How much it may spill is fixed by the disk when it
    /// first does, and may be wrong for the next work.
    /// </returns>
    public bool TryReset()
    {
        if (!_hasRoom || _scalarFunctions.Count + _tableFunctions.Count > MostFunctions) return false;
        _scalarFunctions.Forget();
        _tableFunctions.Forget();
        Failures.Clear();
        try
        {
            using var connection = ConnectQuietly();
            if (SpillLimit(connection) != _spillLimit) return false;
            connection.Execute($"DETACH {Room}; ATTACH ':memory:' AS {Room}");
            return true;
        }
        catch (EngineException)
        {
            return false;
        }
    }

    /// <summary>Closes the instance once its last connection and result are disposed.</summary>
    public void Dispose()
    {
        Types.Dispose();
        _database.Dispose();
    }

    private static Engine OpenUnset(string? path)
    {
        var engine = new Engine(EngineConfiguration.Open(path));
        // Finds the zone's calendar, so that nobody waits for that later.
        using var connection = engine.ConnectQuietly();
        connection.Execute("SET GLOBAL TimeZone = 'UTC'");
        return engine;
    }

    // For statements that are over before anybody could ask how far they are, and have nothing to do with what work makes.
    internal EngineConnection ConnectQuietly() => DuckDb.duckdb_connect(_database, out var handle) == DuckDb.Success
        ? new EngineConnection(this, handle)
        : throw new EngineException(EngineErrorType.Connection, "the engine refused a connection");

    // A share of the disk until it spills, and then a number of bytes.
    private static string? SpillLimit(EngineConnection connection)
    {
        using var result = connection.Query("SELECT current_setting('max_temp_directory_size')");
        return (string?)result.Scalar();
    }

    private static string Directory(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) + "/";
}
