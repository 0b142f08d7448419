using Google.Protobuf;
using Runink.Protocol;
using Runink.Rpc;
using static Runink.Barn.Tests.EtcdCalls;
using WireRequest = Runink.Protocol.WatchRequest;

namespace Runink.Barn.Tests;

/// <summary>
/// A watch over all keys of a load, or some of them, that may be slow, and may be cut off and resumed where it stood. It keeps a
/// record of what it was told.
/// </summary>
/// <param name="channel">To the server.</param>
/// <param name="random">When it is slow and when it is cut off.</param>
/// <param name="key">One key, or null for all.</param>
/// <param name="filter">What to leave out.</param>
internal sealed class Observer(RpcChannel channel, Random random, string? key, WatchCreateRequest.Types.FilterType? filter)
{
    /// <summary>What it was told.</summary>
    public WatchRecord Record { get; } = new(key, filter);

    public int Resumptions { get; private set; }

    /// <summary>Follows until everything up to a revision was told; it is not known before the load has ended.</summary>
    public async Task FollowAsync(Func<long> until)
    {
        while (Record.Told < until())
        {
            await using var watch = new WatchClient(channel);
            Record.Resume();
            await watch.SendAsync(new WireRequest { CreateRequest = Request() });
            await FollowAsync(watch, random.Next(5, 200), until);
            Resumptions++;
        }
    }

    private WatchCreateRequest Request()
    {
        var request = new WatchCreateRequest
        {
            Key = Utf8(key ?? "load/"),
            RangeEnd = key is null ? Utf8("load0") : ByteString.Empty,
            StartRevision = Record.Told + 1,
            PrevKv = true,
            Fragment = random.Next(2) == 0,
            WatchId = random.Next(100) + 1,
        };
        if (filter is { } left) request.Filters.Add(left);
        return request;
    }

    private async Task FollowAsync(WatchClient watch, int responses, Func<long> until)
    {
        for (var i = 0; i < responses && Record.Told < until(); i++)
        {
            // Nothing may come by itself once the load has ended, so it is asked each time how far this is.
            await watch.SendAsync(new WireRequest { ProgressRequest = new WatchProgressRequest() });
            var response = await watch.NextAsync();
            if (response.Canceled)
            {
                Record.Skip(response.CompactRevision);
                return;
            }

            Record.Take(response);
            for (var spin = random.Next(10) == 0 ? 50 : 0; spin > 0; spin--) await Task.Yield();
        }
    }
}
