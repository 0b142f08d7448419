using System.Text;

namespace Runink.Data.Vectors;

/// <summary>The texts of a column, as UTF-8 in the engine's memory: nothing is copied. Valid as long as its chunk.</summary>
public readonly unsafe ref struct StringVector
{
    private readonly StringLayout* _strings;
    private readonly ulong* _validity;

    internal StringVector(StringLayout* strings, ulong* validity, int rows)
    {
        _strings = strings;
        _validity = validity;
        Count = rows;
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The bytes of a row; empty for NULL.</summary>
    public ReadOnlySpan<byte> this[int row]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Count);
            if (_validity is not null && (_validity[row >> 6] >> (row & 63) & 1) == 0) return default;
            var text = _strings + row;
            return text->Length <= StringLayout.MaxInline
                ? new ReadOnlySpan<byte>(text->Prefix, (int)text->Length)
                : new ReadOnlySpan<byte>(text->Pointer, checked((int)text->Length));
        }
    }

    /// <summary>A row as a .NET string; empty for NULL.</summary>
    public string TextAt(int row) => Encoding.UTF8.GetString(this[row]);
}
