namespace Runink.Rpc;

/// <summary>The entries that the other end has made during the connection (RFC 7541, sections 2.3.2 and 4), in a ring.</summary>
internal sealed class HpackDynamicTable(int limit)
{
    /// <summary>A power of two long, so that a mask turns positions into slots.</summary>
    private HeaderField[] _ring = new HeaderField[8];
    private int _oldest;
    private int _limit = limit;
    private int _bytes;

    public int Count { get; private set; }

    /// <param name="age">0 is the newest.</param>
    public HeaderField this[int age] => _ring[Slot(Count - 1 - age)];

    public void Resize(int limit)
    {
        _limit = limit;
        Shrink(limit);
    }

    /// <summary>What does not fit into the whole table empties it, which is no error (section 4.4).</summary>
    public void Add(HeaderField field)
    {
        var size = field.Size;
        Shrink(_limit - size);
        if (size > _limit) return;
        if (Count == _ring.Length) Grow();
        _ring[Slot(Count)] = field;
        Count++;
        _bytes += size;
    }

    private int Slot(int position) => (_oldest + position) & (_ring.Length - 1);

    private void Shrink(int bytes)
    {
        while (Count > 0 && _bytes > bytes)
        {
            ref var oldest = ref _ring[_oldest];
            _bytes -= oldest.Size;
            oldest = default;
            _oldest = Slot(1);
            Count--;
        }
    }

    private void Grow()
    {
        var larger = new HeaderField[_ring.Length * 2];
        for (var i = 0; i < Count; i++) larger[i] = _ring[Slot(i)];
        _ring = larger;
        _oldest = 0;
    }
}
