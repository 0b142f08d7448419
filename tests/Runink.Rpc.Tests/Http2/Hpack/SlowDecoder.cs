using System.Text;
using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2.Hpack;

/// <summary>A second reading of the format, as simple as can be.</summary>
internal sealed class SlowDecoder
{
    private readonly List<HeaderField> _table = [];
    private readonly int _maxTableBytes;
    private readonly int _maxHeadersBytes;
    private int _limit;
    private byte[] _block = [];
    private int _at;

    public SlowDecoder(int maxTableBytes, int maxHeadersBytes)
    {
        (_maxTableBytes, _maxHeadersBytes) = (maxTableBytes, maxHeadersBytes);
        _limit = maxTableBytes;
    }

    /// <returns>The fields, and how it ended: "", "malformed" or "too large".</returns>
    public (List<HeaderField> Fields, string End) Decode(byte[] block)
    {
        (_block, _at) = (block, 0);
        var (fields, bytes) = (new List<HeaderField>(), 0);
        try
        {
            for (var updates = 0; _at < block.Length;)
            {
                if (block[_at] >> 5 == 1)
                {
                    if (bytes > 0 || ++updates > 2) throw new FormatException();
                    _limit = Integer(5);
                    if (_limit > _maxTableBytes) throw new FormatException();
                    Evict();
                    continue;
                }

                var field = Field(block[_at]);
                bytes += Size(field);
                if (bytes <= _maxHeadersBytes) fields.Add(field);
            }
        }
        catch (FormatException)
        {
            return (fields, "malformed");
        }

        return (fields, bytes > _maxHeadersBytes ? "too large" : "");
    }

    private HeaderField Field(byte kind)
    {
        if (kind >> 7 == 1) return At(Integer(7));
        var isKept = kind >> 6 == 1;
        var index = Integer(isKept ? 6 : 4);
        var name = index == 0 ? Text() : At(index).Name;
        var field = new HeaderField(name, Text());
        if (!isKept) return field;
        _table.Insert(0, field);
        Evict();
        return field;
    }

    private HeaderField At(int index)
    {
        if (index < 1 || index > 61 + _table.Count) throw new FormatException();
        return index <= 61 ? HpackStaticTable.Entries[index - 1] : _table[index - 62];
    }

    /// <summary>An entry that is larger than the table goes with all the others.</summary>
    private void Evict()
    {
        while (_table.Sum(Size) > _limit) _table.RemoveAt(_table.Count - 1);
    }

    private static int Size(HeaderField field) => field.Name.Length + field.Value.Length + 32;

    private int Integer(int prefix)
    {
        var full = (1 << prefix) - 1;
        var value = (decimal)(Next() & full);
        if (value < full) return (int)value;
        var factor = 1m;
        for (var more = 1; more <= 5; more++, factor *= 128)
        {
            var next = Next();
            value += next % 128 * factor;
            if (next < 128) return value <= 1 << 28 ? (int)value : throw new FormatException();
        }

        throw new FormatException();
    }

    private string Text()
    {
        if (_at == _block.Length) throw new FormatException();
        var isHuffman = _block[_at] >= 128;
        var length = Integer(7);
        if (length > _block.Length - _at) throw new FormatException();
        var bytes = _block.AsSpan(_at, length);
        _at += length;
        return isHuffman ? RawHuffman.Decode(bytes) ?? throw new FormatException() : Encoding.Latin1.GetString(bytes);
    }

    private byte Next() => _at < _block.Length ? _block[_at++] : throw new FormatException();
}
