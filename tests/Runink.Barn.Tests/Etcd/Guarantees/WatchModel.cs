using Google.Protobuf;
using Runink.Protocol;

namespace Runink.Barn.Tests;

/// <summary>What a watch should have been told of a history.</summary>
internal sealed class WatchModel
{
    private readonly List<Expected> _expected = [];

    public static WatchModel Of(IReadOnlyDictionary<long, List<WatchLoad.Change>> history)
    {
        var model = new WatchModel();
        var state = new Dictionary<string, KeyValue>(StringComparer.Ordinal);
        foreach (var (revision, changes) in history.OrderBy(pair => pair.Key))
        {
            foreach (var change in changes)
            {
                var before = state.GetValueOrDefault(change.Key);
                var after = new KeyValue { Key = ByteString.CopyFromUtf8(change.Key), ModRevision = revision };
                if (change.Value is { } value)
                {
                    after.Value = ByteString.CopyFromUtf8(value);
                    after.CreateRevision = before?.CreateRevision ?? revision;
                    after.Version = (before?.Version ?? 0) + 1;
                    state[change.Key] = after;
                }
                else
                {
                    state.Remove(change.Key);
                }

                model._expected.Add(new Expected(after, before, change.Value is null));
            }
        }

        return model;
    }

    /// <summary>
    /// Ordered, unique, atomic, resumable, reliable, with the right previous pairs and the right kinds: the events are exactly those of
    /// the history that the watch is about, but for what was compacted before it could be told.
    /// </summary>
    /// <param name="record">What it was told.</param>
    /// <param name="compacted">Up to which revision there may have been a compaction.</param>
    public void Judge(WatchRecord record, long compacted)
    {
        var wanted = _expected.Where(one =>
            (record.Key is null || one.After.Key.ToStringUtf8() == record.Key)
            && record.Filter != (one.IsDelete ? WatchCreateRequest.Types.FilterType.Nodelete : WatchCreateRequest.Types.FilterType.Noput)
            && !record.Gaps.Exists(gap => gap.From <= one.After.ModRevision && one.After.ModRevision <= gap.To)).ToList();
        Assert.Equal(wanted.Select(one => one.After), record.Events.Select(one => one.Kv));
        foreach (var (expected, told) in wanted.Zip(record.Events))
        {
            Assert.Equal(expected.IsDelete, told.Type == Event.Types.EventType.Delete);
            // What was before may be compacted by the time that it is told; wrong, or missing for another reason, it may not be.
            if (told.PrevKv is not null || told.Kv.ModRevision > compacted) Assert.Equal(expected.Before, told.PrevKv);
            Assert.True(!expected.IsDelete || told.Kv.CreateRevision == 0);
        }
    }

    private sealed record Expected(KeyValue After, KeyValue? Before, bool IsDelete);
}
