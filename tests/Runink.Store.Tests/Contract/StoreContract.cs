using System.Text;

namespace Runink.Store.Tests.Contract;

/// <summary>What every store must do. One class for all implementations: derive from it and open yours.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    protected IStore Store { get; private set; } = null!;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Opens a new, empty store.</summary>
    protected abstract ValueTask<IStore> OpenAsync();

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    protected static string Show(IEnumerable<KeyValue> entries) =>
        string.Join(' ', entries.Select(entry => $"{entry.Key}={Text(entry.Value)}"));

    protected static string Show(StoreChange change) => string.Join(
        ' ',
        change.Keys.Select(key => key.Kind == ChangeKind.Put
            ? $"{change.Revision}:{key.Entry.Key}={Text(key.Entry.Value)}"
            : $"{change.Revision}:-{key.Entry.Key}"));

    protected ValueTask<long> PutAsync(string key, string value, long lease = 0) =>
        Store.PutAsync(key, Bytes(value), lease, Cancel);

    protected ValueTask<TxnResponse> TxnAsync(params TxnOp[] ops) => Store.TxnAsync(new TxnRequest { Then = ops }, Cancel);

    protected async Task<string> ListAsync(string prefix) => Show((await Store.ListAsync(prefix, Cancel)).Items);

    /// <summary>The first changes of a watch, as text.</summary>
    protected async Task<IReadOnlyList<string>> TakeAsync(KeyRange range, long from, int count)
    {
        var seen = new List<string>();
        await foreach (var change in Store.WatchAsync(range, from, Cancel))
        {
            seen.Add(Show(change));
            if (seen.Count == count) break;
        }

        return seen;
    }
}
