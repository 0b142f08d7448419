using System.Runtime.InteropServices;

namespace Runink.Data.Native;

/// <summary><c>duckdb_result</c>: only its address and its size matter to us.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeResult
{
    private fixed ulong _fields[6];
}

/// <summary><c>duckdb_query_progress_type</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeProgress
{
    internal double Percentage;
    internal ulong RowsProcessed;
    internal ulong TotalRows;
}

/// <summary><c>duckdb_decimal</c>: a hugeint and where its point stands.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeDecimal
{
    internal byte Width;
    internal byte Scale;
    internal ulong Lower;
    internal long Upper;
}

/// <summary><c>duckdb_list_entry</c>: the slice of the child vector that one row of a list holds.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ListEntry
{
    internal ulong Offset;
    internal ulong Length;
}
