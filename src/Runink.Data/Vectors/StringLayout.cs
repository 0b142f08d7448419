using System.Runtime.InteropServices;

namespace Runink.Data.Vectors;

/// <summary>
/// <c>duckdb_string_t</c>: up to 12 bytes stand inside (the rest zero), longer ones as their first four bytes and a pointer.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
internal unsafe struct StringLayout
{
    internal const int MaxInline = 12;

    internal uint Length;
    internal fixed byte Prefix[4];
    internal byte* Pointer;
}
