using Runink.Protocol;
using Runink.Rpc;
using Runink.Simulation;

namespace Runink.Cluster;

/// <summary>
/// Hears every change of the objects and the fence once and in order, from one member after the other, going on each time after
/// what it heard last.
/// </summary>
internal sealed class WatchWorkload(Scene scene, Prng chance)
{
    private readonly Dictionary<long, string> _heard = [];
    private long _token;

    /// <summary>The newest revision heard of.</summary>
    public long Last { get; private set; }

    /// <summary>How many changes were heard of.</summary>
    public long Count => _heard.Count;

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(chance.Pick([.. scene.Cluster.Members]), stop);
            }
            catch (Exception failure) when (failure is RpcException or OperationCanceledException)
            {
                // On to the next member.
                await Task.Delay(20, CancellationToken.None);
            }
        }
    }

    /// <summary>Waits until it has heard of a revision, while it runs.</summary>
    /// <returns>Whether it has, within the limit.</returns>
    public async Task<bool> HasHeardAsync(long revision, TimeSpan limit)
    {
        for (var until = Environment.TickCount64 + (long)limit.TotalMilliseconds; Environment.TickCount64 < until; await Task.Delay(50))
            if (Last >= revision) return true;
        return false;
    }

    /// <summary>Compares what it heard with what was acknowledged; not while it runs.</summary>
    public void Check()
    {
        if (scene.Changes.FindMissing(_heard) is { } missing) scene.Findings.Add($"a watch: {missing}");
    }

    private async Task ListenAsync(Member member, CancellationToken stop)
    {
        var life = new RpcCallOptions { Timeout = TimeSpan.FromMilliseconds(300 + chance.Below(4000)) };
        await using var call = member.Channel.Open(EtcdApi.Watch, life, stop);
        var create = new WatchCreateRequest { Key = Text.Bytes("a/"), RangeEnd = Text.Bytes("g"), StartRevision = Last + 1 };
        await call.Requests.WriteAsync(new WatchRequest { CreateRequest = create });
        while (await call.Responses.MoveNextAsync())
        {
            var response = call.Responses.Current;
            if (response.CompactRevision > Last + 1) scene.Findings.Add($"a watch of revision {Last + 1} was refused: {response.CompactRevision} is compacted");
            if (response.Canceled) return;
            foreach (var change in response.Events) Hear(change, member);
        }
    }

    private void Hear(Event change, Member member)
    {
        var (revision, key) = (change.Kv.ModRevision, change.Kv.Key.ToStringUtf8());
        // Every change of a watched key is a transaction of its own.
        if (revision <= Last) scene.Findings.Add($"{member.Name} told a watch of revision {revision} ({key}) after {Last}");
        _heard[revision] = key;
        Last = Math.Max(Last, revision);
        if (key != LockWorkload.Fence || change.Type != Event.Types.EventType.Put) return;
        var token = Text.Number(change.Kv.Value);
        if (token < _token) scene.Findings.Add($"the holder with token {token} wrote after the one with {_token}, at revision {revision}");
        _token = Math.Max(token, _token);
    }
}
