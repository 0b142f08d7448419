using System.Buffers;
using Google.Protobuf;
using Runink.Rpc;

namespace Runink.Barn.Tests;

/// <summary>Reads and writes requests of one type as the server does.</summary>
internal abstract class RequestReader(IMessage request)
{
    /// <summary>The request that this was made of, on the wire.</summary>
    public byte[] Bytes { get; } = request.ToByteArray();

    /// <summary>The same as JSON.</summary>
    public string Json { get; } = JsonMessages.Write(request);

    public static RequestReader Of(IMessage request) =>
        (RequestReader)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(request.GetType()), request)!;

    /// <summary>
    /// Protobuf forgets some of its own checks where an unknown field goes on beyond the message that it is in. Whatever a reader
    /// throws ends a call as malformed, so these are refusals too.
    /// </summary>
    public static bool IsRefusal(Exception failure) =>
        failure is InvalidProtocolBufferException or ArgumentOutOfRangeException or IndexOutOfRangeException;

    /// <summary>Null: refused.</summary>
    public abstract IMessage? Read(byte[] bytes);

    public abstract byte[] Write(IMessage message);

    public abstract IMessage ReadJson(string json);

    private sealed class Typed<T>(IMessage request) : RequestReader(request)
        where T : class, IMessage<T>, new()
    {
        private readonly Marshaller<T> _marshaller = Marshaller.Protobuf<T>();

        public override IMessage? Read(byte[] bytes)
        {
            try
            {
                return _marshaller.Read(new ReadOnlySequence<byte>(bytes));
            }
            catch (Exception refused) when (IsRefusal(refused))
            {
                return null;
            }
        }

        public override byte[] Write(IMessage message)
        {
            var output = new ArrayBufferWriter<byte>();
            _marshaller.Write((T)message, output);
            Assert.Equal(output.WrittenCount, _marshaller.Measure((T)message));
            return output.WrittenSpan.ToArray();
        }

        public override IMessage ReadJson(string json) => JsonMessages.Read<T>(json);
    }
}
