namespace Runink.Cli.Synth;

/// <summary>Text of a named format: <c>email</c>, <c>uuid</c>, <c>uri</c>, <c>hostname</c>, <c>ipv4</c>, <c>ipv6</c>.</summary>
/// <param name="format">The format, one of <see cref="Known"/>.</param>
/// <param name="sequential">Whether each row gets a text of its own.</param>
internal sealed class FormatValue(string format, bool sequential) : CellValue
{
    private const ulong People = 400_000;
    private const ulong Hosts = 20;

    /// <summary>The formats that can be made.</summary>
    public static readonly IReadOnlyList<string> Known = ["email", "uuid", "uri", "hostname", "ipv4", "ipv6"];

    public override void Write(ref SplitMix random, long row, ByteWriter to)
    {
        var number = sequential ? (ulong)row : random.Below(People);
        switch (format)
        {
            case "email":
                to.Write("user"u8);
                to.WriteDigits(number);
                to.Write((byte)'@');
                WriteHost(ref random, to);
                break;
            case "uuid":
                // Mixing keeps different rows different in the first half.
                WriteUuid(sequential ? SplitMix.Mix((ulong)row) : random.Next(), random.Next(), to);
                break;
            case "uri":
                to.Write("https://"u8);
                WriteHost(ref random, to);
                to.Write("/items/"u8);
                to.WriteDigits(number);
                break;
            case "hostname":
                to.Write("host"u8);
                to.WriteDigits(number);
                to.Write((byte)'.');
                WriteHost(ref random, to);
                break;
            default:
                WriteAddress(sequential ? (ulong)row : random.Next() >> 40, to);
                break;
        }
    }

    private static void WriteHost(ref SplitMix random, ByteWriter to)
    {
        to.Write("example"u8);
        to.WriteDigits(random.Below(Hosts));
        to.Write(".com"u8);
    }

    // From the ranges that are set aside for documentation and private use.
    private void WriteAddress(ulong number, ByteWriter to)
    {
        if (format == "ipv6")
        {
            to.Write("2001:db8::"u8);
            WriteHex((number >> 16) & 0xFFFF, 4, to);
            to.Write((byte)':');
            WriteHex(number & 0xFFFF, 4, to);
            return;
        }

        to.Write("10."u8);
        to.WriteDigits((number >> 16) & 0xFF);
        to.Write((byte)'.');
        to.WriteDigits((number >> 8) & 0xFF);
        to.Write((byte)'.');
        to.WriteDigits(number & 0xFF);
    }

    private static void WriteUuid(ulong high, ulong low, ByteWriter to)
    {
        // Version 4, variant 1, as RFC 9562 wants it; the bits in front make rows of a key differ.
        WriteHex(high >> 32, 8, to);
        to.Write((byte)'-');
        WriteHex((high >> 16) & 0xFFFF, 4, to);
        to.Write("-4"u8);
        WriteHex((high >> 4) & 0xFFF, 3, to);
        to.Write((byte)'-');
        WriteHex(0x8 | ((high >> 2) & 0x3), 1, to);
        WriteHex(((high & 0x3) << 10) | ((low >> 48) & 0x3FF), 3, to);
        to.Write((byte)'-');
        WriteHex(low & 0xFFFF_FFFF_FFFF, 12, to);
    }

    private static void WriteHex(ulong value, int digits, ByteWriter to)
    {
        for (var i = digits - 1; i >= 0; i--) to.Write("0123456789abcdef"u8[(int)((value >> (4 * i)) & 0xF)]);
    }
}
