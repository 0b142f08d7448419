using System.Buffers;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>Of messages that a server only reads.</summary>
internal abstract class RequestMarshaller<T> : Marshaller<T>
{
    public sealed override int Measure(T message) => throw new NotSupportedException();

    public sealed override void Write(T message, IBufferWriter<byte> output) => throw new NotSupportedException();
}

/// <summary>Of messages that a server only writes.</summary>
internal abstract class ReplyMarshaller<T> : Marshaller<T>
{
    public sealed override T Read(in ReadOnlySequence<byte> message) => throw new NotSupportedException();
}
