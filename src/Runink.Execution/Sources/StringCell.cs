using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Runink.Execution.Sources;

/// <summary>
/// One text value in the 16-byte layout that DuckDB calls <c>string_t</c>, so that a reader can write straight into an
/// engine vector. Little-endian: bytes 0–3 hold the length. Up to 12 bytes of text follow inline, the rest zero;
/// longer text has its first 4 bytes there and a pointer to all of it in bytes 8–15. The pointer belongs to the
/// <see cref="RecordReader"/> that wrote it and is valid until that reader is asked for its next batch.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
public readonly unsafe struct StringCell
{
    /// <summary>Longest text that lies inside the cell, bytes.</summary>
    public const int MaxInline = 12;

    private const int LengthBytes = sizeof(uint);

    private readonly ulong _lengthAndPrefix;
    private readonly byte* _pointer;

    /// <summary>Length of the text, bytes.</summary>
    public int Length => (int)(uint)_lengthAndPrefix;

    /// <summary>The text that a cell holds.</summary>
    public static ReadOnlySpan<byte> Text(StringCell* cell) =>
        cell->Length <= MaxInline ? new((byte*)cell + LengthBytes, cell->Length) : new(cell->_pointer, cell->Length);

    /// <summary>
    /// Points a cell at a text. Loads 16 bytes from 4 before the text, so that inline text falls into place, and blanks
    /// what is not part of it: no loop and no branch on the length. So 4 bytes before and 12 from the begin are readable.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Write(StringCell* cell, byte* text, int length)
    {
        bool inline = length <= MaxInline;
        byte end = (byte)(inline ? length + LengthBytes : 2 * sizeof(uint));
        var kept = Vector128.LessThan(Vector128<byte>.Indices, Vector128.Create(end));
        var bytes = Vector128.Load(text - LengthBytes) & kept & Vector128.Create(0, ~0u, ~0u, ~0u).AsByte();
        var rest = Vector128.Create((uint)length, inline ? 0 : (ulong)text).AsByte();
        (bytes | rest).Store((byte*)cell);
    }

    /// <summary>Points a cell at a text in unmanaged memory.</summary>
    internal static void Write(StringCell* cell, ReadOnlySpan<byte> text) =>
        Write(cell, (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(text)), text.Length);
}
