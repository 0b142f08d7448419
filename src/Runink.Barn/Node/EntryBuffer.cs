using System.Buffers;

namespace Runink.Barn;

/// <summary>
/// Commands in the form in which they stand in the log. The array is exactly as long as the command: log and state keep it, and
/// keys and values are slices of it.
/// </summary>
internal static class EntryBuffer
{
    private const int KeptBytes = 1 << 16;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    public static byte[] Encode(in KvEnvelope envelope)
    {
        var buffer = t_buffer ??= new ArrayBufferWriter<byte>(1024);
        // What was written of a command that could not be written whole is not part of the next.
        buffer.ResetWrittenCount();
        KvCommandCodec.Encode(envelope, buffer);
        var entry = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity > KeptBytes) t_buffer = null;
        return entry;
    }
}
