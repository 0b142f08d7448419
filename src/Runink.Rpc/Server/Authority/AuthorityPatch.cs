using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Runink.Rpc;

/// <summary>
/// Takes the scheme out of an authority in a block of headers (HPACK, RFC 7541) without changing the length of the value, encoded or
/// not: both sides keep a table of what was said and drop from it by length. So <c>http://</c> becomes <c>httpB--</c>, whose
/// characters have codes as long as those they stand for.
/// </summary>
internal static class AuthorityPatch
{
    private const int Padded = 0x8;
    private const int Priority = 0x20;
    private const int AuthorityIndex = 1;

    // Six bytes hold either scheme in the code of RFC 7541, appendix B.
    private static readonly (ulong Scheme, ulong Stand, ulong Mask)[] Coded =
    [
        Codes("100111 01001 01001 101011", "1011100 011000 011000", "1011101 010110 010110"),
        Codes("100111 01001 01001 101011 01000", "1011100 011000 011000", "1011101 010110 010110"),
    ];

    /// <summary>Changes the bytes where they are: they came from the network, and nobody has seen them yet.</summary>
    /// <param name="payload">The payload of a frame of headers.</param>
    /// <param name="flags">The flags of the frame.</param>
    /// <returns>Whether there was a scheme.</returns>
    public static bool Apply(in ReadOnlySequence<byte> payload, int flags)
    {
        var block = payload.ToArray();
        var start = ((flags & Padded) != 0 ? 1 : 0) + ((flags & Priority) != 0 ? 5 : 0);
        if (Find(block, start) is not { } value) return false;
        var bytes = block.AsSpan(value.Start, value.Length);
        if (!(value.IsCoded ? ReplaceCoded(bytes) : ReplacePlain(bytes))) return false;
        var rest = payload.Slice(value.Start, value.Length);
        foreach (var segment in rest)
        {
            bytes[..segment.Length].CopyTo(MemoryMarshal.AsMemory(segment).Span);
            bytes = bytes[segment.Length..];
        }

        return true;
    }

    /// <summary>Where the value of a literal authority is. Whatever is malformed is left to the HTTP server.</summary>
    private static (int Start, int Length, bool IsCoded)? Find(ReadOnlySpan<byte> block, int at)
    {
        while (at < block.Length)
        {
            var kind = block[at];
            if (kind >= 0x80 || (kind & 0xE0) == 0x20)
            {
                // A field of the table, or a new size of it.
                if (Number(block, ref at, kind >= 0x80 ? 7 : 5) < 0) return null;
                continue;
            }

            var name = Number(block, ref at, kind >= 0x40 ? 6 : 4);
            if (name < 0 || (name == 0 && String(block, ref at) is null)) return null;
            if (String(block, ref at) is not { } value) return null;
            if (name == AuthorityIndex) return value;
        }

        return null;
    }

    private static (int Start, int Length, bool IsCoded)? String(ReadOnlySpan<byte> block, ref int at)
    {
        if (at >= block.Length) return null;
        var isCoded = block[at] >= 0x80;
        var length = Number(block, ref at, 7);
        if (length < 0 || length > block.Length - at) return null;
        at += length;
        return (at - length, length, isCoded);
    }

    /// <returns>A number whose first byte has so many bits for it; -1 if it does not end, or is larger than any block.</returns>
    private static int Number(ReadOnlySpan<byte> block, ref int at, int bits)
    {
        var most = (1 << bits) - 1;
        var number = block[at++] & most;
        if (number < most) return number;
        for (var shift = 0; shift <= 14 && at < block.Length; shift += 7)
        {
            var next = block[at++];
            number += (next & 0x7F) << shift;
            if (next < 0x80) return number;
        }

        return -1;
    }

    private static bool ReplacePlain(Span<byte> value)
    {
        var scheme = value.StartsWith("http://"u8) ? 4 : value.StartsWith("https://"u8) ? 5 : 0;
        if (scheme == 0) return false;
        "B--"u8.CopyTo(value[scheme..]);
        return true;
    }

    private static bool ReplaceCoded(Span<byte> value)
    {
        Span<byte> head = stackalloc byte[sizeof(ulong)];
        value[..Math.Min(value.Length, head.Length)].CopyTo(head);
        var bits = BinaryPrimitives.ReadUInt64BigEndian(head);
        foreach (var (scheme, stand, mask) in Coded)
        {
            if ((bits & mask) != scheme) continue;
            BinaryPrimitives.WriteUInt64BigEndian(head, (bits & ~mask) | stand);
            head[..Math.Min(value.Length, head.Length)].CopyTo(value);
            return true;
        }

        return false;
    }

    private static (ulong Scheme, ulong Stand, ulong Mask) Codes(string name, string delimiter, string stand)
    {
        var length = (name + delimiter).Count(bit => bit != ' ');
        return (Left(name + delimiter), Left(name + stand), ulong.MaxValue << (64 - length));
    }

    private static ulong Left(string bits) => Convert.ToUInt64(bits.Replace(" ", "", StringComparison.Ordinal).PadRight(64, '0'), 2);
}
