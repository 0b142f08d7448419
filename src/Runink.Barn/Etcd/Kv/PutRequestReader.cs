using System.Buffers;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>A <c>PutRequest</c> straight to the command: key and value are slices of one copy of the message.</summary>
internal sealed class PutRequestReader : IMessageReader<PutCall>
{
    public static PutRequestReader Instance { get; } = new();

    public PutCall Read(in ReadOnlySequence<byte> message)
    {
        var length = (int)message.Length;
        var data = ArrayPool<byte>.Shared.Rent(length);
        message.CopyTo(data);
        var fields = new WireReader(data.AsSpan(0, length));
        ReadOnlyMemory<byte> key = default, value = default;
        long lease = 0;
        bool prevKv = false, ignoreValue = false, ignoreLease = false;
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1:
                    key = Slice(data, fields.Bytes());
                    break;
                case 2:
                    value = Slice(data, fields.Bytes());
                    break;
                case 3:
                    lease = fields.Signed();
                    break;
                case 4:
                    prevKv = fields.Bool();
                    break;
                case 5:
                    ignoreValue = fields.Bool();
                    break;
                case 6:
                    ignoreLease = fields.Bool();
                    break;
                default:
                    fields.Skip();
                    break;
            }
        }

        return new PutCall(new PutCommand(key, value, lease, prevKv, ignoreValue, ignoreLease), data);
    }

    private static ReadOnlyMemory<byte> Slice(byte[] data, (int Offset, int Length) bytes) =>
        new(data, bytes.Offset, bytes.Length);
}
