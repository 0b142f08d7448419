using Google.Protobuf;
using Runink.Protocol;
using Runink.Rpc;
using static Runink.Barn.Tests.EtcdCalls;

namespace Runink.Barn.Tests;

/// <summary>A load of puts, deletes, transactions and compactions on a few keys, and what it did, revision by revision.</summary>
/// <param name="channel">To the server.</param>
/// <param name="random">What to do.</param>
internal sealed class WatchLoad(RpcChannel channel, Random random)
{
    private const int Keys = 12;

    private readonly SortedDictionary<long, List<Change>> _history = [];

    /// <summary>What every revision changed, in order. Complete once the load has ended.</summary>
    public IReadOnlyDictionary<long, List<Change>> History => _history;

    public long Last { get; private set; } = 1;

    public async Task RunAsync(Func<bool> goesOn, Action<long> compacted)
    {
        while (goesOn())
        {
            switch (random.Next(20))
            {
                case < 12:
                    await PutAsync(Key(), $"{random.Next()}");
                    break;
                case < 15:
                    await DeleteAsync();
                    break;
                case < 19:
                    await TransactAsync();
                    break;
                default:
                    var revision = Math.Max(1, Last - random.Next(60));
                    compacted(revision);
                    // That far it was compacted before: nothing more to ask for.
                    await IgnoreAsync(KvErrors.Compacted, () => channel.CompactAsync(revision));
                    break;
            }
        }
    }

    public static string Name(int key) => $"load/{key:d2}";

    private int Key() => random.Next(Keys);

    private async Task PutAsync(int key, string value)
    {
        var put = await channel.PutAsync(Name(key), value);
        Record(put.Header.Revision, [new Change(Name(key), value)]);
    }

    private async Task DeleteAsync()
    {
        var (first, last) = (Key(), Key());
        var request = new DeleteRangeRequest { Key = Utf8(Name(first)), RangeEnd = Utf8(Name(last)), PrevKv = true };
        if (random.Next(2) == 0) request.RangeEnd = ByteString.Empty;
        var response = await channel.CallAsync<DeleteRangeRequest, DeleteRangeResponse>(EtcdCalls.Kv, "DeleteRange", request);
        if (response.Deleted > 0) Record(response.Header.Revision, [.. response.PrevKvs.Select(pair => new Change(pair.Key.ToStringUtf8(), null))]);
    }

    private async Task TransactAsync()
    {
        var keys = Enumerable.Range(0, Keys).Where(_ => random.Next(3) == 0).ToList();
        if (keys.Count == 0) return;
        var value = $"{random.Next()}";
        var request = new TxnRequest();
        foreach (var key in keys) request.Success.Add(new RequestOp { RequestPut = new PutRequest { Key = Utf8(Name(key)), Value = Utf8(value) } });
        var response = await channel.TxnAsync(request);
        Record(response.Header.Revision, [.. keys.Select(key => new Change(Name(key), value))]);
    }

    private void Record(long revision, List<Change> changes)
    {
        _history.Add(revision, changes);
        Last = revision;
    }

    private static async Task IgnoreAsync(KvError error, Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (RpcException refused) when (refused.Message == error.Message)
        {
            // Expected.
        }
    }

    /// <param name="Key">What was changed.</param>
    /// <param name="Value">Its value since; null: it was deleted.</param>
    internal sealed record Change(string Key, string? Value);
}
