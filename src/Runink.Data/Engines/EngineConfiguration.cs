using System.Globalization;
using Runink.Data.Native;

namespace Runink.Data.Engines;

/// <summary>Opens a database with the settings of <see cref="EngineOptions"/> and those that Runink never varies.</summary>
internal static class EngineConfiguration
{
    internal static DatabaseHandle Open(EngineOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MemoryLimitBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Threads);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.SpillDirectory);
        nint config = 0;
        try
        {
            if (DuckDb.duckdb_create_config(out config) != DuckDb.Success)
                throw new EngineException(EngineErrorType.Settings, "the engine could not make its configuration");
            foreach (var (name, value) in Settings(options)) Set(config, name, value);
            var path = options.DatabasePath ?? ":memory:";
            if (DuckDb.duckdb_open_ext(path, out var database, config, out var error) == DuckDb.Success) return database;
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

    private static IEnumerable<(string Name, string Value)> Settings(EngineOptions options)
    {
        yield return ("memory_limit", Bytes(options.MemoryLimitBytes));
        yield return ("threads", options.Threads.ToString(CultureInfo.InvariantCulture));
        yield return ("temp_directory", Path.GetFullPath(options.SpillDirectory));
        if (options.SpillLimitBytes is { } limit) yield return ("max_temp_directory_size", Bytes(limit));
        yield return ("preserve_insertion_order", options.PreserveInsertionOrder ? "true" : "false");
        // Nothing is ever fetched from the network behind our back.
        yield return ("autoinstall_known_extensions", "false");
        yield return ("autoload_known_extensions", "false");
        yield return ("allow_community_extensions", "false");
        yield return ("errors_as_json", "true");
    }

    private static void Set(nint config, string name, string value)
    {
        if (DuckDb.duckdb_set_config(config, name, value) != DuckDb.Success)
            throw new EngineException(EngineErrorType.Settings, $"the engine refuses the setting {name} = {value}");
    }

    private static string Bytes(long bytes) => bytes.ToString(CultureInfo.InvariantCulture) + "B";
}
