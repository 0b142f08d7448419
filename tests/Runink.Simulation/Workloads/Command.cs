using System.Buffers.Binary;

namespace Runink.Simulation;

/// <summary>What one client asks, as it stands in the log. Client and sequence name it for ever.</summary>
/// <param name="Client">Who asks.</param>
/// <param name="Sequence">The client's own count; it only grows, so that a state machine can tell a command that comes twice.</param>
/// <param name="Kind">What to do.</param>
/// <param name="Target">With which object.</param>
/// <param name="Argument">The value to write or append, or the element.</param>
/// <param name="Expected">What a compare-and-swap must find.</param>
public readonly record struct Command(
    int Client, long Sequence, CommandKind Kind, ObjectId Target, long Argument = 0, long Expected = 0)
{
    /// <summary>Bytes of an encoded command without filling.</summary>
    public const int EncodedSize = 35;

    /// <summary>Elements of a set are below this: the set is then one word.</summary>
    public const int SetElements = 64;

    /// <summary>Whether it changes nothing, so that it can be served without the log.</summary>
    public bool IsRead => Kind is CommandKind.Read or CommandKind.Contains;

    /// <summary>Writes the command; <paramref name="filling"/> bytes behind it make it larger, to reach limits given in bytes.</summary>
    public byte[] Encode(int filling = 0)
    {
        var bytes = new byte[EncodedSize + filling];
        bytes[0] = (byte)Kind;
        bytes[1] = (byte)Target.Kind;
        bytes[2] = Target.Slot;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(3), Target.Generation);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(7), Client);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(11), Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(19), Argument);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(27), Expected);
        return bytes;
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="FormatException">It is no command.</exception>
    public static Command Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < EncodedSize) throw new FormatException($"a command has {EncodedSize} bytes at least, not {bytes.Length}");
        if (bytes[0] > (byte)CommandKind.Contains || bytes[1] > (byte)ObjectKind.Set || bytes[2] >= ObjectId.MaxSlots)
            throw new FormatException($"no command begins with {bytes[0]} {bytes[1]} {bytes[2]}");
        var target = new ObjectId((ObjectKind)bytes[1], bytes[2], BinaryPrimitives.ReadInt32LittleEndian(bytes[3..]));
        var argument = BinaryPrimitives.ReadInt64LittleEndian(bytes[19..]);
        if (target.Kind == ObjectKind.Set && argument is < 0 or >= SetElements)
            throw new FormatException($"no set has an element {argument}");
        return new Command(
            BinaryPrimitives.ReadInt32LittleEndian(bytes[7..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[11..]),
            (CommandKind)bytes[0],
            target,
            argument,
            BinaryPrimitives.ReadInt64LittleEndian(bytes[27..]));
    }

    public override string ToString() => Kind switch
    {
        CommandKind.Read => $"read {Target}",
        CommandKind.CompareAndSwap => $"cas {Target} {Expected}->{Argument}",
        _ => $"{Kind.ToString().ToLowerInvariant()} {Target} {Argument}",
    };
}
