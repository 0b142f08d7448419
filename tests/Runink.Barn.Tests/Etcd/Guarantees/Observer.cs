using Google.Protobuf;
using Runink.Protocol;
using Runink.Rpc;
using static Runink.Barn.Tests.EtcdCalls;
using WireRequest = Runink.Protocol.WatchRequest;

namespace Runink.Barn.Tests;

/// <summary>
/// A watch over all keys of a load, or some of them, that may be slow, and may be cut off and resumed where it stood. It keeps what it
/// was told, and checks on the way what can be checked without knowing the history.
/// </summary>
/// <param name="channel">To the server.</param>
/// <param name="random">When it is slow and when it is cut off.</param>
/// <param name="key">One key, or null for all.</param>
/// <param name="filter">What to leave out.</param>
internal sealed class Observer(RpcChannel channel, Random random, string? key, WatchCreateRequest.Types.FilterType? filter)
{
    private readonly List<Event> _events = [];
    private long _next = 2;
    private long _bookmark;

    public string? Key => key;

    public WatchCreateRequest.Types.FilterType? Filter => filter;

    public IReadOnlyList<Event> Events => _events;

    /// <summary>Revisions that were compacted before they were told: the watch went on behind them.</summary>
    public List<(long From, long To)> Gaps { get; } = [];

    /// <summary>Up to which revision everything was told.</summary>
    public long Told => Math.Max(_next - 1, _bookmark);

    public int Resumptions { get; private set; }

    /// <summary>Follows until everything up to a revision was told; it is not known before the load has ended.</summary>
    public async Task FollowAsync(Func<long> until)
    {
        while (Told < until())
        {
            await using var watch = new WatchClient(channel);
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
            StartRevision = Told + 1,
            PrevKv = true,
            Fragment = random.Next(2) == 0,
            WatchId = random.Next(100) + 1,
        };
        if (filter is { } left) request.Filters.Add(left);
        return request;
    }

    private async Task FollowAsync(WatchClient watch, int responses, Func<long> until)
    {
        for (var i = 0; i < responses && Told < until(); i++)
        {
            // Nothing may come by itself once the load has ended, so it is asked each time how far this is.
            await watch.SendAsync(new WireRequest { ProgressRequest = new WatchProgressRequest() });
            var response = await watch.NextAsync();
            if (response.Canceled)
            {
                Assert.True(response.CompactRevision > Told + 1, $"{response}");
                Gaps.Add((Told + 1, response.CompactRevision - 1));
                _next = response.CompactRevision;
                return;
            }

            Take(response);
            for (var spin = random.Next(10) == 0 ? 50 : 0; spin > 0; spin--) await Task.Yield();
        }
    }

    private void Take(WatchResponse response)
    {
        if (response.Created) return;
        if (response.Events.Count == 0)
        {
            _bookmark = Math.Max(_bookmark, response.Header.Revision);
            return;
        }

        foreach (var one in response.Events)
        {
            // Bookmarkable: what a notice named is never told after it.
            Assert.True(one.Kv.ModRevision > _bookmark, $"revision {one.Kv.ModRevision} after a notice of {_bookmark}");
            _events.Add(one);
        }

        if (!response.Fragment) _next = Math.Max(_next, response.Events[^1].Kv.ModRevision + 1);
    }
}
