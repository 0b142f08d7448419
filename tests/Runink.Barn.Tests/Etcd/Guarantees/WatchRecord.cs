using Runink.Protocol;

namespace Runink.Barn.Tests;

/// <summary>What a watch was told, over all of its streams. It checks what can be checked without knowing the history.</summary>
/// <param name="key">One key, or null for all.</param>
/// <param name="filter">What is left out.</param>
internal sealed class WatchRecord(string? key, WatchCreateRequest.Types.FilterType? filter)
{
    private readonly List<Event> _events = [];
    private readonly List<Event> _pieces = [];
    private long _next = 2;
    private long _bookmark;

    public string? Key => key;

    public WatchCreateRequest.Types.FilterType? Filter => filter;

    public IReadOnlyList<Event> Events => _events;

    /// <summary>Revisions that were compacted before they were told: the watch went on behind them.</summary>
    public List<(long From, long To)> Gaps { get; } = [];

    /// <summary>Up to which revision everything was told.</summary>
    public long Told => Math.Max(_next - 1, _bookmark);

    /// <summary>Another stream begins: pieces whose rest never came are told again.</summary>
    public void Resume() => _pieces.Clear();

    /// <summary>The watch was told that it must go on at a revision, because those before it are compacted.</summary>
    public void Skip(long compactRevision)
    {
        Assert.True(compactRevision > Told + 1, $"compacted at {compactRevision}, and told up to {Told}");
        Gaps.Add((Told + 1, compactRevision - 1));
        _next = compactRevision;
    }

    public void Take(WatchResponse response)
    {
        if (response.Created) return;
        if (response.Events.Count == 0)
        {
            Assert.Empty(_pieces);
            _bookmark = Math.Max(_bookmark, response.Header.Revision);
            return;
        }

        foreach (var one in response.Events)
        {
            // Bookmarkable: what a notice named is never told after it. Atomic: a revision is whole with the response that tells it.
            var revision = one.Kv.ModRevision;
            Assert.True(revision > _bookmark, $"revision {revision} after a notice of {_bookmark}");
            Assert.True(revision >= _next, $"revision {revision} after the whole of {_next - 1}");
            _pieces.Add(one);
        }

        if (response.Fragment) return;
        _next = _pieces[^1].Kv.ModRevision + 1;
        _events.AddRange(_pieces);
        _pieces.Clear();
    }
}
