using System.Buffers;

namespace Runink.Barn;

/// <summary>A put as it came: key and value lie in a rented buffer, which goes back once the command is proposed.</summary>
internal readonly struct PutCall(PutCommand command, byte[] buffer)
{
    public PutCommand Command => command;

    /// <summary>Ends the life of the command's bytes.</summary>
    public void Release() => ArrayPool<byte>.Shared.Return(buffer);
}
