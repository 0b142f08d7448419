using System.Runtime.InteropServices;

namespace Runink.Data.Native;

internal static unsafe partial class DuckDb
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ulong duckdb_extract_statements(
        ConnectionHandle connection, string query, out ExtractedHandle statements);

    [LibraryImport(Library)]
    internal static partial nint duckdb_extract_statements_error(ExtractedHandle statements);

    [LibraryImport(Library)]
    internal static partial int duckdb_prepare_extracted_statement(
        ConnectionHandle connection, ExtractedHandle statements, ulong index, out PreparedHandle prepared);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_extracted(ref nint statements);

    [LibraryImport(Library)]
    internal static partial nint duckdb_prepare_error(PreparedHandle prepared);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_prepare(ref nint prepared);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_nparams(PreparedHandle prepared);

    [LibraryImport(Library)]
    internal static partial int duckdb_prepared_statement_type(PreparedHandle prepared);

    [LibraryImport(Library)]
    internal static partial ulong duckdb_prepared_statement_column_count(PreparedHandle prepared);

    [LibraryImport(Library)]
    internal static partial nint duckdb_prepared_statement_column_name(PreparedHandle prepared, ulong column);

    [LibraryImport(Library)]
    internal static partial LogicalTypeHandle duckdb_prepared_statement_column_logical_type(
        PreparedHandle prepared, ulong column);

    [LibraryImport(Library)]
    internal static partial int duckdb_clear_bindings(PreparedHandle prepared);

    [LibraryImport(Library)]
    internal static partial int duckdb_bind_null(PreparedHandle prepared, ulong index);

    [LibraryImport(Library)]
    internal static partial int duckdb_bind_boolean(PreparedHandle prepared, ulong index, byte value);

    [LibraryImport(Library)]
    internal static partial int duckdb_bind_int64(PreparedHandle prepared, ulong index, long value);

    [LibraryImport(Library)]
    internal static partial int duckdb_bind_uint64(PreparedHandle prepared, ulong index, ulong value);

    [LibraryImport(Library)]
    internal static partial int duckdb_bind_double(PreparedHandle prepared, ulong index, double value);

    [LibraryImport(Library)]
    internal static partial int duckdb_bind_date(PreparedHandle prepared, ulong index, int days);

    [LibraryImport(Library)]
    internal static partial int duckdb_bind_timestamp(PreparedHandle prepared, ulong index, long micros);

    [LibraryImport(Library)]
    internal static partial int duckdb_bind_timestamp_tz(PreparedHandle prepared, ulong index, long micros);

    [LibraryImport(Library)]
    internal static partial int duckdb_bind_decimal(PreparedHandle prepared, ulong index, NativeDecimal value);

    [LibraryImport(Library)]
    internal static partial int duckdb_bind_varchar_length(
        PreparedHandle prepared, ulong index, byte* text, ulong length);

    [LibraryImport(Library)]
    internal static partial int duckdb_bind_blob(PreparedHandle prepared, ulong index, byte* data, ulong length);

    [LibraryImport(Library)]
    internal static partial int duckdb_pending_prepared(PreparedHandle prepared, out PendingHandle pending);

    [LibraryImport(Library)]
    internal static partial int duckdb_pending_prepared_streaming(PreparedHandle prepared, out PendingHandle pending);

    [LibraryImport(Library)]
    internal static partial nint duckdb_pending_error(PendingHandle pending);

    [LibraryImport(Library)]
    internal static partial int duckdb_execute_pending(PendingHandle pending, NativeResult* result);

    [LibraryImport(Library)]
    internal static partial void duckdb_destroy_pending(ref nint pending);
}
