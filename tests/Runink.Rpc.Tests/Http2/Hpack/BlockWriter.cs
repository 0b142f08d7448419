using System.Text;
using Runink.Rpc.Http2.Fixtures;

namespace Runink.Rpc.Http2.Hpack;

/// <summary>Writes blocks in all the ways that the format has, with a dynamic table of its own.</summary>
internal sealed class BlockWriter(int limit)
{
    private readonly List<HeaderField> _table = [];
    private List<byte> _block = [];
    private int _limit = limit;

    public byte[] Take()
    {
        var block = _block.ToArray();
        _block = [];
        return block;
    }

    public void Integer(int kind, int prefix, long value)
    {
        var full = (1 << prefix) - 1;
        if (value < full)
        {
            _block.Add((byte)(kind | (int)value));
            return;
        }

        _block.Add((byte)(kind | full));
        for (value -= full; value >= 128; value /= 128) _block.Add((byte)(128 + (value % 128)));
        _block.Add((byte)value);
    }

    public void Text(string text, bool isHuffman)
    {
        var bytes = isHuffman ? RawHuffman.Encode(text) : Encoding.Latin1.GetBytes(text);
        Integer(isHuffman ? 0x80 : 0, 7, bytes.Length);
        _block.AddRange(bytes);
    }

    public void SizeUpdate(int bytes)
    {
        Integer(0x20, 5, bytes);
        _limit = bytes;
        Evict(0);
    }

    /// <summary>In one of the ways that are open for it.</summary>
    public void Field(HeaderField field, Random random)
    {
        List<HeaderField> known = [.. HpackStaticTable.Entries, .. _table];
        var whole = Indexes(known, entry => entry == field);
        if (whole.Count > 0 && random.Next(4) > 0)
        {
            Integer(0x80, 7, whole[random.Next(whole.Count)]);
            return;
        }

        var (kind, prefix) = random.Next(4) switch { 0 => (0x00, 4), 1 => (0x10, 4), _ => (0x40, 6) };
        var named = Indexes(known, entry => entry.Name == field.Name);
        if (named.Count > 0 && random.Next(4) > 0)
        {
            Integer(kind, prefix, named[random.Next(named.Count)]);
        }
        else
        {
            Integer(kind, prefix, 0);
            Text(field.Name, random.Next(2) == 0);
        }

        Text(field.Value, random.Next(2) == 0);
        if (kind == 0x40) Remember(field);
    }

    private static List<int> Indexes(List<HeaderField> known, Predicate<HeaderField> isWanted)
    {
        var indexes = new List<int>();
        for (var i = 0; i < known.Count; i++)
            if (isWanted(known[i])) indexes.Add(i + 1);
        return indexes;
    }

    private void Remember(HeaderField field)
    {
        var size = field.Name.Length + field.Value.Length + 32;
        Evict(size);
        if (size <= _limit) _table.Insert(0, field);
    }

    private void Evict(int wanted)
    {
        while (_table.Count > 0 && _table.Sum(entry => entry.Name.Length + entry.Value.Length + 32) + wanted > _limit)
            _table.RemoveAt(_table.Count - 1);
    }
}
