using System.Globalization;
using Runink.Data.Native;
using Runink.Data.Sql;

namespace Runink.Data.Engines;

/// <summary>The settings of an instance: those that Runink never varies, and those of <see cref="EngineOptions"/>.</summary>
internal static class EngineConfiguration
{
    private static readonly (string Name, string Value)[] Fixed =
    [
        // Nothing is ever fetched from the network behind our back.
        ("autoinstall_known_extensions", "false"),
        ("autoload_known_extensions", "false"),
        ("allow_community_extensions", "false"),
        ("errors_as_json", "true"),
        // Until it is told how many.
        ("threads", "1"),
    ];

    /// <summary>Opens a database with the settings that never vary.</summary>
    internal static DatabaseHandle Open(string? path)
    {
        nint config = 0;
        try
        {
            if (DuckDb.duckdb_create_config(out config) != DuckDb.Success)
                throw new EngineException(EngineErrorType.Settings, "the engine could not make its configuration");
            foreach (var (name, value) in Fixed) Set(config, name, value);
            if (DuckDb.duckdb_open_ext(path ?? ":memory:", out var database, config, out var error) == DuckDb.Success) return database;
            database.Dispose();
            throw EngineException.Parse(DuckDb.TakeText(error));
        }
        catch (DllNotFoundException missing)
        {
            throw new EngineException(
                EngineErrorType.Fatal,
                $"libduckdb.so must lie beside the program and cannot be loaded from {AppContext.BaseDirectory}",
                inner: missing);
        }
        finally
        {
            if (config != 0) DuckDb.duckdb_destroy_config(ref config);
        }
    }

    /// <summary>The statements that set the others.</summary>
    internal static string Statements(EngineOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MemoryLimitBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Threads);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.SpillDirectory);
        var spill = options.SpillLimitBytes is { } limit ? $"SET GLOBAL max_temp_directory_size = '{Bytes(limit)}'; " : "";
        return string.Create(CultureInfo.InvariantCulture, $"""
            SET GLOBAL memory_limit = '{Bytes(options.MemoryLimitBytes)}';
            SET GLOBAL threads = {options.Threads};
            SET GLOBAL temp_directory = {SqlText.Literal(Path.GetFullPath(options.SpillDirectory))}; {spill}
            SET GLOBAL preserve_insertion_order = {(options.PreserveInsertionOrder ? "true" : "false")}
            """);
    }

    private static void Set(nint config, string name, string value)
    {
        if (DuckDb.duckdb_set_config(config, name, value) != DuckDb.Success)
            throw new EngineException(EngineErrorType.Settings, $"the engine refuses the setting {name} = {value}");
    }

    private static string Bytes(long bytes) => bytes.ToString(CultureInfo.InvariantCulture) + "B";
}
