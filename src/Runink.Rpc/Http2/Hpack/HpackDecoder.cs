namespace Runink.Rpc;

/// <summary>
/// Reads the blocks of headers of one connection, in their order (RFC 7541, section 3). A client of gRPC sends nearly all of its headers
/// as indexes: those are given as the strings that were made when they came first.
/// </summary>
/// <param name="maxTableBytes">How large the dynamic table is, and may be made again: SETTINGS_HEADER_TABLE_SIZE.</param>
/// <param name="maxHeadersBytes">How much the fields of one block may count for: SETTINGS_MAX_HEADER_LIST_SIZE.</param>
internal sealed class HpackDecoder(int maxTableBytes, int maxHeadersBytes)
{
    /// <summary>The smallest size of the table between two blocks, and its last one (section 4.2).</summary>
    private const int MostSizeUpdates = 2;

    private readonly HpackDynamicTable _table = new(maxTableBytes);

    /// <summary>Appends the fields of one whole block.</summary>
    /// <exception cref="HpackException">The block is malformed; nothing more of the connection can be read.</exception>
    /// <exception cref="HeadersTooLargeException">There are more fields than fit; the next block can be read.</exception>
    public void Decode(ReadOnlySpan<byte> block, List<HeaderField> fields)
    {
        var reader = new HpackReader(block);
        UpdateSize(ref reader);
        var bytes = 0L;
        while (!reader.IsAtEnd)
        {
            var field = ReadField(ref reader);
            bytes += field.Size;
            if (bytes <= maxHeadersBytes) fields.Add(field);
        }

        if (bytes > maxHeadersBytes) throw new HeadersTooLargeException(maxHeadersBytes);
    }

    private static bool IsSizeUpdate(byte kind) => (kind & 0xE0) == 0x20;

    private void UpdateSize(ref HpackReader reader)
    {
        for (var i = 0; i < MostSizeUpdates && !reader.IsAtEnd && IsSizeUpdate(reader.Kind); i++)
        {
            var size = reader.ReadInteger(5);
            if (size > maxTableBytes) throw new HpackException("the table is made larger than it may be");
            _table.Resize(size);
        }
    }

    /// <summary>The representations of section 6.</summary>
    private HeaderField ReadField(ref HpackReader reader)
    {
        var kind = reader.Kind;
        if (kind >= 0x80) return At(reader.ReadInteger(7));
        if (kind >= 0x40)
        {
            var field = ReadLiteral(ref reader, prefix: 6);
            _table.Add(field);
            return field;
        }

        if (IsSizeUpdate(kind)) throw new HpackException("the size of the table is changed where it may not be");
        return ReadLiteral(ref reader, prefix: 4);
    }

    private HeaderField ReadLiteral(ref HpackReader reader, int prefix)
    {
        var index = reader.ReadInteger(prefix);
        var name = index == 0 ? reader.ReadString() : At(index).Name;
        return new HeaderField(name, reader.ReadString());
    }

    /// <summary>One address space for both tables (section 2.3.3).</summary>
    private HeaderField At(int index)
    {
        var known = HpackStaticTable.Entries;
        if (index == 0) throw new HpackException("a field has the index 0");
        if (index <= known.Length) return known[index - 1];
        var age = index - known.Length - 1;
        return age < _table.Count ? _table[age] : throw new HpackException("a field has an index beyond the table");
    }
}
