using System.Text.Unicode;
using Runink.Data.Native;

namespace Runink.Data.Vectors;

/// <summary>
/// Texts of one column, gathered in one buffer that is used again for the next batch. For one thread; keep one per thread
/// and <see cref="Clear"/> it first.
/// </summary>
public sealed unsafe class StringBatch
{
    private byte[] _bytes = new byte[16 * 1024];
    private int _used;
    private readonly List<(int Start, int Length)> _texts = [];

    /// <summary>How many rows were added.</summary>
    public int Count => _texts.Count;

    internal bool HasNulls { get; private set; }

    /// <summary>Forgets all rows and keeps the memory.</summary>
    public void Clear()
    {
        _texts.Clear();
        _used = 0;
        HasNulls = false;
    }

    /// <summary>Adds a copy of a text.</summary>
    public void Add(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Reserve(utf8.Length));
        Commit(utf8.Length);
    }

    /// <summary>Adds NULL.</summary>
    public void AddNull()
    {
        _texts.Add((0, -1));
        HasNulls = true;
    }

    /// <summary>Room of at least this many bytes to write the next text into; end it with <see cref="Commit"/>.</summary>
    public Span<byte> Reserve(int length)
    {
        if (_bytes.Length - _used < length) Array.Resize(ref _bytes, checked(Math.Max(_bytes.Length * 2, _used + length)));
        return _bytes.AsSpan(_used);
    }

    /// <summary>Adds what was written to the reserved room.</summary>
    public void Commit(int length)
    {
        _texts.Add((_used, length));
        _used += length;
    }

    internal bool IsNull(int row) => _texts[row].Length < 0;

    internal static void RequireUtf8(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text)) throw NotUtf8();
    }

    /// <summary>
    /// The engine owns the memory of texts and gives it out one by one. So all bytes go in as one long text, and the rows
    /// then point into it: it lives as long as the column.
    /// </summary>
    internal void CopyTo(nint vector, StringColumnWriter rows)
    {
        // Together they are valid and each begins with a character: so each is valid.
        RequireUtf8(_bytes.AsSpan(0, _used));
        fixed (byte* bytes = _bytes)
        {
            var texts = bytes;
            if (_used > StringLayout.MaxInline)
            {
                DuckDb.duckdb_unsafe_vector_assign_string_element_len(vector, 0, bytes, (ulong)_used);
                texts = ((StringLayout*)DuckDb.duckdb_vector_get_data(vector))->Pointer;
            }
            for (var row = 0; row < _texts.Count; row++)
            {
                var (start, length) = _texts[row];
                if (length > 0 && (bytes[start] & 0xC0) == 0x80) throw NotUtf8();
                rows.Set(row, texts + start, Math.Max(length, 0));
            }
        }
    }

    private static ArgumentException NotUtf8() => new("a text is not valid UTF-8");
}
