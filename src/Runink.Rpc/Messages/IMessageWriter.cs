using System.Buffers;

namespace Runink.Rpc;

/// <summary>Writes the messages of one type: answers on a server, requests on a client. Used by many calls at once.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public interface IMessageWriter<in T>
{
    /// <summary>Exactly how many bytes <see cref="Write"/> will write.</summary>
    int Measure(T message);

    /// <summary>Writes the message. Called after <see cref="Measure"/>, with no change of the message in between.</summary>
    void Write(T message, IBufferWriter<byte> output);
}
