namespace Runink.Store;

/// <summary>Shorthands for the commonest questions and transactions.</summary>
public static class StoreExtensions
{
    /// <summary>The newest entry of a key, or null when there is none.</summary>
    public static async ValueTask<KeyValue?> GetAsync(
        this IStore store, StoreKey key, CancellationToken cancellationToken = default)
    {
        var response = await store.RangeAsync(new RangeRequest(KeyRange.Single(key)), cancellationToken);
        return response.Items.Count == 0 ? null : response.Items[0];
    }

    /// <summary>The newest entries whose keys begin with a prefix.</summary>
    public static ValueTask<RangeResponse> ListAsync(
        this IStore store, StoreKey prefix, CancellationToken cancellationToken = default) =>
        store.RangeAsync(new RangeRequest(KeyRange.Prefix(prefix)), cancellationToken);

    /// <summary>Writes one key whatever it held; returns the revision.</summary>
    public static async ValueTask<long> PutAsync(
        this IStore store,
        StoreKey key,
        ReadOnlyMemory<byte> value,
        long lease = 0,
        CancellationToken cancellationToken = default)
    {
        var response = await store.TxnAsync(new TxnRequest { Then = [new PutOp(key, value, lease)] }, cancellationToken);
        return response.Revision;
    }

    /// <summary>Deletes one key; returns whether it existed.</summary>
    public static async ValueTask<bool> DeleteAsync(
        this IStore store, StoreKey key, CancellationToken cancellationToken = default)
    {
        var response = await store.TxnAsync(new TxnRequest { Then = [new DeleteOp(key)] }, cancellationToken);
        return response.Results[0].Count > 0;
    }
}
