using Google.Protobuf;
using Runink.Protocol;

namespace Runink.Barn;

/// <summary>Pairs, ranges, puts and deletes as protobuf messages. Bytes are shared with the state, not copied.</summary>
internal static class KvMessages
{
    public static ByteString Wrap(ReadOnlyMemory<byte> bytes) => UnsafeByteOperations.UnsafeWrap(bytes);

    public static KeyValue ToMessage(this KeyVersion pair) => new()
    {
        Key = Wrap(pair.Key),
        CreateRevision = pair.CreateRevision,
        ModRevision = pair.ModRevision,
        Version = pair.Version,
        Value = Wrap(pair.Value),
        Lease = pair.Lease,
    };

    public static RangeQuery ToQuery(this RangeRequest request) => new(request.Key.Memory, request.RangeEnd.Memory)
    {
        Revision = request.Revision,
        Limit = request.Limit,
        SortOrder = (KvSortOrder)(int)request.SortOrder,
        SortTarget = (KvSortTarget)(int)request.SortTarget,
        KeysOnly = request.KeysOnly,
        CountOnly = request.CountOnly,
        MinModRevision = request.MinModRevision,
        MaxModRevision = request.MaxModRevision,
        MinCreateRevision = request.MinCreateRevision,
        MaxCreateRevision = request.MaxCreateRevision,
    };

    public static PutCommand ToCommand(this PutRequest request) => new(
        request.Key.Memory, request.Value.Memory, request.Lease, request.PrevKv, request.IgnoreValue, request.IgnoreLease);

    public static DeleteRangeCommand ToCommand(this DeleteRangeRequest request) =>
        new(request.Key.Memory, request.RangeEnd.Memory, request.PrevKv);

    public static RangeResponse ToMessage(this RangeResult result, ResponseHeader header)
    {
        var response = new RangeResponse { Header = header, Count = result.Count, More = result.More };
        foreach (var pair in result.Pairs) response.Kvs.Add(pair.ToMessage());
        return response;
    }

    public static PutResponse ToMessage(this PutResult result, ResponseHeader header) =>
        new() { Header = header, PrevKv = result.Previous?.ToMessage() };

    public static DeleteRangeResponse ToMessage(this DeleteRangeResult result, ResponseHeader header)
    {
        var response = new DeleteRangeResponse { Header = header, Deleted = result.Deleted };
        foreach (var pair in result.Previous) response.PrevKvs.Add(pair.ToMessage());
        return response;
    }
}
