using System.Runtime.CompilerServices;

namespace Runink.Data.Vectors;

/// <summary>
/// Writes texts into a column without copying the long ones and without calling the engine. Up to 12 bytes are stored in
/// the column itself; of longer texts only the address is, so their bytes must neither move nor change until the reader
/// that wrote them is asked for its next rows, or is disposed: until then they may be read, from any thread. The engine
/// copies whatever it keeps longer. The bytes must be UTF-8; nothing checks them here.
/// </summary>
public readonly unsafe ref struct StringColumnWriter
{
    private readonly StringLayout* _strings;
    private readonly int _rows;

    internal StringColumnWriter(StringLayout* strings, int rows)
    {
        _strings = strings;
        _rows = rows;
    }

    /// <summary>Writes one text that lies in native or pinned memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int row, byte* text, int length)
    {
        if ((uint)row >= (uint)_rows || length < 0) ThrowOutOfRange(row, length);
        var at = _strings + row;
        if (length <= StringLayout.MaxInline)
        {
            WriteInline(at, text, length);
            return;
        }
        at->Length = (uint)length;
        *(uint*)at->Prefix = *(uint*)text;
        at->Pointer = text;
    }

    /// <summary>Twelve bytes, zero behind the text, put together without a loop and without reading past the text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteInline(StringLayout* at, byte* text, int length)
    {
        ulong first = 0;
        uint last = 0;
        if (length >= 8)
        {
            first = *(ulong*)text;
            if (length > 8) last = (uint)(*(ulong*)(text + length - 8) >> (8 * (16 - length)));
        }
        else if (length >= 4)
        {
            first = *(uint*)text | (ulong)*(uint*)(text + length - 4) << (8 * (length - 4));
        }
        else if (length > 0)
        {
            var middle = length >> 1;
            first = text[0] | (ulong)text[middle] << (8 * middle) | (ulong)text[length - 1] << (8 * (length - 1));
        }
        at->Length = (uint)length;
        *(ulong*)at->Prefix = first;
        *(uint*)(at->Prefix + 8) = last;
    }

    private static void ThrowOutOfRange(int row, int length) =>
        throw new ArgumentOutOfRangeException(nameof(row), $"row {row}, length {length}");
}
