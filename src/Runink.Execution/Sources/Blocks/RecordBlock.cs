using System.Text.Unicode;

namespace Runink.Execution.Sources.Blocks;

/// <summary>
/// Bytes of one file that begin and end at record boundaries, with their place in it. Owned by one reader, filled by the
/// <see cref="BlockReader"/>; vector loads may run over both ends of it.
/// </summary>
internal sealed unsafe class RecordBlock(NativeMemoryAccount account) : IDisposable
{
    public NativeBuffer Buffer { get; } = new(account);

    public byte* Begin => Buffer.Data;

    public byte* End => Buffer.Data + Length;

    /// <summary>Bytes, the line end of the last record included.</summary>
    public int Length { get; set; }

    /// <summary>Index of the file.</summary>
    public int File { get; set; }

    /// <summary>Offset of the first byte in the file.</summary>
    public long Offset { get; set; }

    /// <summary>Number of the first record, from 1.</summary>
    public long FirstRecord { get; set; }

    /// <summary>Physical line of the first byte, from 1.</summary>
    public long FirstLine { get; set; }

    /// <summary>Records in it, as counted when it was cut.</summary>
    public int Records { get; set; }

    /// <summary>Whether it begins inside the array of a json file.</summary>
    public bool InArray { get; set; }

    /// <summary>Whether all of it is UTF-8. No sequence crosses its ends, because records end at ASCII bytes.</summary>
    public bool IsUtf8() => Utf8.IsValid(new ReadOnlySpan<byte>(Begin, Length));

    public void Dispose() => Buffer.Dispose();
}
