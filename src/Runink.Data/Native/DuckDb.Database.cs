using System.Runtime.InteropServices;

namespace Runink.Data.Native;

internal static unsafe partial class DuckDb
{
    [LibraryImport(Library)]
    internal static partial int duckdb_create_config(out nint config);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int duckdb_set_config(nint config, string name, string option);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_config(ref nint config);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int duckdb_open_ext(string path, out DatabaseHandle database, nint config, out nint error);

    [LibraryImport(Library)]
    internal static partial void duckdb_close(ref nint database);

    [LibraryImport(Library)]
    internal static partial int duckdb_connect(DatabaseHandle database, out ConnectionHandle connection);

    [LibraryImport(Library)]
    internal static partial void duckdb_disconnect(ref nint connection);

    [LibraryImport(Library)]
    internal static partial void duckdb_interrupt(ConnectionHandle connection);

    [LibraryImport(Library)]
    internal static partial NativeProgress duckdb_query_progress(ConnectionHandle connection);

    [LibraryImport(Library)]
    internal static partial nint duckdb_get_profiling_info(ConnectionHandle connection);

    [LibraryImport(Library)]
    internal static partial nint duckdb_profiling_info_get_metrics(nint info);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_profiling_info_get_child_count(nint info);

    [LibraryImport(Library)]
    internal static partial nint duckdb_profiling_info_get_child(nint info, ulong index);
}
