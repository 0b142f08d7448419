using System.Runtime.InteropServices;

namespace Runink.Data.Native;

/// <summary>
/// DuckDB's C API, as far as Runink uses it; one part of this class per module of the API. Pointers returned as
/// <see cref="nint"/> follow the ownership written in DuckDB's header.
/// </summary>
internal static unsafe partial class DuckDb
{
    private const string Library = "duckdb";

    /// <summary>What a call that can fail returns when it did not.</summary>
    internal const int Success = 0;

    [LibraryImport(Library)]
    internal static partial nint duckdb_library_version();

    [LibraryImport(Library)]
    internal static partial void duckdb_free(nint pointer);

    /// <summary>The text behind a pointer that the engine keeps owning.</summary>
    internal static string? Text(nint utf8) => Marshal.PtrToStringUTF8(utf8);

    /// <summary>The text behind a pointer that we own, which is freed.</summary>
    internal static string? TakeText(nint utf8)
    {
        var text = Marshal.PtrToStringUTF8(utf8);
        if (utf8 != 0) duckdb_free(utf8);
        return text;
    }
}
