using System.Buffers;

namespace Runink.Barn;

/// <summary>
/// The binary form of a proposal, as it stands in the log: a version byte, the envelope, the command. Described in
/// docs/internals/kv.md. Thread-safe.
/// </summary>
public static class KvCommandCodec
{
    /// <summary>The version that is written. Readers refuse those they do not know.</summary>
    public const byte FormatVersion = 1;

    /// <summary>The deepest nesting of transactions that is read; more than any client's limit on operations allows.</summary>
    internal const int DepthMax = 128;

    // Origin, sequence, acknowledged.
    private const int NumbersBeforeUser = 3;

    /// <summary>Writes a proposal.</summary>
    /// <exception cref="ArgumentException">A transaction is nested too deep.</exception>
    public static void Encode(in KvEnvelope envelope, IBufferWriter<byte> output)
    {
        var writer = new KvWriter(output);
        writer.Byte(FormatVersion);
        writer.Unsigned(envelope.Origin);
        writer.Unsigned((ulong)envelope.Sequence);
        writer.Unsigned((ulong)envelope.AcknowledgedThrough);
        writer.Bool(envelope.User is not null);
        if (envelope.User is not null)
        {
            writer.Text(envelope.User);
            writer.Unsigned((ulong)envelope.AuthRevision);
        }
        CommandEncoder.Write(writer, envelope.Command, DepthMax);
    }

    /// <summary>
    /// Reads a proposal. Keys and values are slices of what was given, which the state may keep: those bytes must never change.
    /// </summary>
    /// <exception cref="KvFormatException">The bytes are not a proposal.</exception>
    public static KvEnvelope Decode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new KvReader(bytes);
        var version = reader.Byte();
        if (version != FormatVersion) throw new KvFormatException($"commands of version {version} are not known");
        var origin = reader.Unsigned();
        var sequence = reader.Count();
        var acknowledged = reader.Count();
        string? user = null;
        long authRevision = 0;
        if (reader.Bool())
        {
            user = reader.Text();
            authRevision = reader.Count();
        }
        var command = CommandDecoder.Read(ref reader, DepthMax);
        reader.End();
        return new(origin, sequence, acknowledged, command, user, authRevision);
    }

    /// <summary>
    /// Whether a proposal is a put in nobody's name, and so hardly more than a key and a value. Looks at its beginning alone: it may be
    /// malformed all the same.
    /// </summary>
    internal static bool IsBarePut(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] != FormatVersion) return false;
        var at = 1;
        for (var number = 0; number < NumbersBeforeUser; number++)
        {
            while (at < bytes.Length && bytes[at] >= 0x80) at++;
            at++;
        }

        const byte nobody = 0;
        return at + 1 < bytes.Length && bytes[at] == nobody && bytes[at + 1] == (byte)CommandKind.Put;
    }
}
