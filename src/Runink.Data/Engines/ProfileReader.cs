using Runink.Data.Native;

namespace Runink.Data.Engines;

/// <summary>Copies the profile of the last query out of the engine, which owns it only until the next one.</summary>
internal static class ProfileReader
{
    internal static ProfileNode Read(nint info)
    {
        var children = new List<ProfileNode>();
        for (var i = 0UL; i < DuckDb.duckdb_profiling_info_get_child_count(info); i++)
            children.Add(Read(DuckDb.duckdb_profiling_info_get_child(info, i)));
        return new ProfileNode(Metrics(info), children);
    }

    private static Dictionary<string, string> Metrics(nint info)
    {
        var metrics = new Dictionary<string, string>();
        var map = DuckDb.duckdb_profiling_info_get_metrics(info);
        if (map == 0) return metrics;
        for (var i = 0UL; i < DuckDb.duckdb_get_map_size(map); i++)
            metrics[TakeText(DuckDb.duckdb_get_map_key(map, i))] = TakeText(DuckDb.duckdb_get_map_value(map, i));
        DuckDb.duckdb_destroy_value(ref map);
        return metrics;
    }

    private static string TakeText(nint value)
    {
        var text = DuckDb.TakeText(DuckDb.duckdb_get_varchar(value)) ?? "";
        DuckDb.duckdb_destroy_value(ref value);
        return text;
    }
}
