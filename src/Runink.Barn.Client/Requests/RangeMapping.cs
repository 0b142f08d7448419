using Runink.Store;
using Wire = Runink.Protocol;

namespace Runink.Barn.Client;

/// <summary>Range requests and entries, to etcd's messages and back.</summary>
internal static class RangeMapping
{
    public static Wire.RangeRequest ToWire(RangeRequest request)
    {
        var range = new WireRange(request.Range);
        return new Wire.RangeRequest
        {
            Key = range.Key,
            RangeEnd = range.End,
            Limit = request.Limit,
            Revision = request.Revision,
            CountOnly = range.IsEmpty,
        };
    }

    public static RangeResponse ToStore(RangeRequest request, Wire.RangeResponse response) =>
        new WireRange(request.Range).IsEmpty
            ? new RangeResponse([], 0, response.Header.Revision)
            : new RangeResponse(Entries(response), response.Count, response.Header.Revision);

    public static KeyValue[] Entries(Wire.RangeResponse response)
    {
        var entries = new KeyValue[response.Kvs.Count];
        for (var i = 0; i < entries.Length; i++) entries[i] = ToStore(response.Kvs[i]);
        return entries;
    }

    public static KeyValue ToStore(Wire.KeyValue entry) => new(
        new StoreKey(entry.Key.Memory), entry.Value.Memory, entry.CreateRevision, entry.ModRevision, entry.Version, entry.Lease);
}
