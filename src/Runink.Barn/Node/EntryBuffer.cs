using System.Buffers;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Commands in the form in which they stand in the log. Log and state keep them, and keys and values are slices of them: small puts lie
/// in a <see cref="ByteSlab"/>, all others in an array that is exactly as long as the command.
/// </summary>
internal static class EntryBuffer
{
    private const int KeptBytes = 1 << 16;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    public static ReadOnlyMemory<byte> Encode(in KvEnvelope envelope, GroupId group)
    {
        var buffer = t_buffer ??= new ArrayBufferWriter<byte>(1024);
        // What was written of a command that could not be written whole is not part of the next.
        buffer.ResetWrittenCount();
        KvCommandCodec.Encode(envelope, buffer);
        var entry = Keep(buffer.WrittenSpan, group);
        if (buffer.Capacity > KeptBytes) t_buffer = null;
        return entry;
    }

    /// <summary>
    /// Copies a command for the log. What stands in a slab stays as long as the puts in it, so only puts are put there that hold little
    /// besides a key and its value, and only of one group: each is compacted when it likes.
    /// </summary>
    public static ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> command, GroupId group) =>
        group == NodeCore.System && command.Length <= ByteSlab.MostBytes && KvCommandCodec.IsBarePut(command)
            ? ByteSlab.Keep(command)
            : command.ToArray();
}
