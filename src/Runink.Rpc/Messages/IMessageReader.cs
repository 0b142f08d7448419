using System.Buffers;

namespace Runink.Rpc;

/// <summary>Reads the messages of one type: requests on a server, answers on a client. Used by many calls at once.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public interface IMessageReader<out T>
{
    /// <summary>Reads a message. The bytes are lent for the call only: what is kept of them must be copied.</summary>
    /// <param name="message">The whole message, and nothing else.</param>
    /// <returns>The message; any exception says that the bytes are none.</returns>
    T Read(in ReadOnlySequence<byte> message);
}
