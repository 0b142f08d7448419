using System.Buffers;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>A <c>RangeRequest</c> straight to the query.</summary>
internal sealed class RangeRequestReader : IMessageReader<RangeCall>
{
    public static RangeRequestReader Instance { get; } = new();

    public RangeCall Read(in ReadOnlySequence<byte> message)
    {
        var data = message.ToArray();
        var fields = new WireReader(data);
        ReadOnlyMemory<byte> key = default, end = default;
        var serializable = false;
        Span<long> numbers = stackalloc long[14];
        numbers.Clear();
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1:
                    key = Slice(data, fields.Bytes());
                    break;
                case 2:
                    end = Slice(data, fields.Bytes());
                    break;
                case 7:
                    serializable = fields.Bool();
                    break;
                case <= 13:
                    numbers[fields.Field] = fields.Signed();
                    break;
                default:
                    fields.Skip();
                    break;
            }
        }

        return new RangeCall(Query(key, end, numbers), serializable);
    }

    private static RangeQuery Query(
        ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> end, ReadOnlySpan<long> numbers) => new(key, end)
        {
            Limit = numbers[3],
            Revision = numbers[4],
            SortOrder = (KvSortOrder)(int)numbers[5],
            SortTarget = (KvSortTarget)(int)numbers[6],
            KeysOnly = numbers[8] != 0,
            CountOnly = numbers[9] != 0,
            MinModRevision = numbers[10],
            MaxModRevision = numbers[11],
            MinCreateRevision = numbers[12],
            MaxCreateRevision = numbers[13],
        };

    private static ReadOnlyMemory<byte> Slice(byte[] data, (int Offset, int Length) bytes) =>
        new(data, bytes.Offset, bytes.Length);
}
