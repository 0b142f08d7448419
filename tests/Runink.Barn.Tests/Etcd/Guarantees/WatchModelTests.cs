using Google.Protobuf;
using Runink.Protocol;

namespace Runink.Barn.Tests;

/// <summary>That what judges watches sees each way in which one can break its promises.</summary>
public sealed class WatchModelTests
{
    private static readonly Dictionary<long, List<WatchLoad.Change>> History = new()
    {
        [2] = [new("load/00", "a")],
        [3] = [new("load/00", "b"), new("load/01", "b")],
        [4] = [new("load/01", null)],
        [5] = [new("load/01", "c")],
    };

    [Fact]
    public void A_watch_that_is_told_everything_passes() => Judge(Truth());

    [Fact]
    public void Pieces_of_a_response_are_one_response()
    {
        List<WatchResponse> told = [Tell(fragment: true, Put(2, "load/00", "a", 2, 1)), .. Split(Truth()[1], fragment: true), .. Truth()[2..]];
        Judge(told);
    }

    [Fact]
    public void Pieces_whose_rest_never_came_are_told_again_on_the_next_stream()
    {
        var record = new WatchRecord(null, null);
        record.Take(Truth()[0]);
        record.Take(Split(Truth()[1], fragment: true)[0]);
        record.Resume();
        foreach (var response in Truth()[1..]) record.Take(response);
        WatchModel.Of(History).Judge(record, compacted: 0);
    }

    [Fact]
    public void What_was_compacted_before_it_was_told_may_be_missing_and_nothing_else()
    {
        var told = Truth();
        Judge([told[2], told[3]], new WatchRecord(null, null), compactedAt: 4);
        Broken([told[3]], new WatchRecord(null, null), compactedAt: 4);
    }

    [Fact]
    public void A_revision_that_is_skipped_is_seen()
    {
        for (var skipped = 0; skipped < 4; skipped++)
        {
            var told = Truth();
            told.RemoveAt(skipped);
            Broken(told);
        }
    }

    [Fact]
    public void A_change_that_is_missing_from_its_revision_is_seen() => Broken(With(1, response => response.Events.RemoveAt(1)));

    [Fact]
    public void A_revision_that_is_repeated_is_seen()
    {
        var told = Truth();
        Broken([told[0], told[1], told[1], told[2], told[3]]);
        Broken([told[0], told[1], told[2], told[3], told[0]]);
    }

    [Fact]
    public void Revisions_and_changes_out_of_order_are_seen()
    {
        var told = Truth();
        Broken([told[1], told[0], told[2], told[3]]);
        Broken(With(1, response => (response.Events[0], response.Events[1]) = (response.Events[1].Clone(), response.Events[0].Clone())));
    }

    [Fact]
    public void A_revision_that_is_split_over_two_responses_is_seen() =>
        Broken([Truth()[0], .. Split(Truth()[1], fragment: false), .. Truth()[2..]]);

    [Fact]
    public void A_wrong_previous_pair_is_seen()
    {
        Broken(With(1, response => response.Events[0].PrevKv.Value = ByteString.CopyFromUtf8("z")));
        Broken(With(1, response => response.Events[0].PrevKv = null));
        Broken(With(1, response => response.Events[1].PrevKv = response.Events[0].PrevKv));
        Judge(With(1, response => response.Events[0].PrevKv = null), new WatchRecord(null, null), compacted: 3);
    }

    [Fact]
    public void A_notice_of_progress_before_what_it_covers_is_seen()
    {
        var told = Truth();
        Judge([told[0], told[1], Notice(3), told[2], told[3], Notice(5)]);
        Broken([told[0], Notice(3), told[1], told[2], told[3]]);
    }

    [Theory]
    [InlineData(nameof(KeyValue.Value))]
    [InlineData(nameof(KeyValue.Version))]
    [InlineData(nameof(KeyValue.CreateRevision))]
    [InlineData(nameof(Event.Type))]
    public void A_wrong_change_is_seen(string what) => Broken(With(3, response =>
    {
        var change = response.Events[0];
        if (what == nameof(KeyValue.Value)) change.Kv.Value = ByteString.CopyFromUtf8("z");
        else if (what == nameof(KeyValue.Version)) change.Kv.Version++;
        else if (what == nameof(KeyValue.CreateRevision)) change.Kv.CreateRevision--;
        else change.Type = Event.Types.EventType.Delete;
    }));

    [Fact]
    public void What_another_key_or_a_filter_should_keep_away_is_seen()
    {
        Broken(Truth(), new WatchRecord("load/01", null));
        Broken(Truth(), new WatchRecord(null, WatchCreateRequest.Types.FilterType.Nodelete));
        Broken(Truth(), new WatchRecord(null, WatchCreateRequest.Types.FilterType.Noput));
        Judge([Truth()[2]], new WatchRecord(null, WatchCreateRequest.Types.FilterType.Noput));
    }

    private static List<WatchResponse> Truth() =>
    [
        Tell(false, Put(2, "load/00", "a", 2, 1)),
        Tell(false, Put(3, "load/00", "b", 2, 2, Pair(2, "load/00", "a", 2, 1)), Put(3, "load/01", "b", 3, 1)),
        Tell(false, new Event
        {
            Type = Event.Types.EventType.Delete,
            Kv = new KeyValue { Key = ByteString.CopyFromUtf8("load/01"), ModRevision = 4 },
            PrevKv = Pair(3, "load/01", "b", 3, 1),
        }),
        Tell(false, Put(5, "load/01", "c", 5, 1)),
    ];

    private static List<WatchResponse> With(int at, Action<WatchResponse> change)
    {
        var told = Truth();
        change(told[at]);
        return told;
    }

    private static List<WatchResponse> Split(WatchResponse response, bool fragment) =>
        [Tell(fragment, response.Events[0]), Tell(false, [.. response.Events.Skip(1)])];

    private static WatchResponse Tell(bool fragment, params Event[] events)
    {
        var response = new WatchResponse { Header = new ResponseHeader { Revision = 5 }, Fragment = fragment };
        response.Events.AddRange(events);
        return response;
    }

    private static WatchResponse Notice(long revision) => new() { Header = new ResponseHeader { Revision = revision } };

    private static Event Put(long revision, string key, string value, long create, long version, KeyValue? before = null) =>
        new() { Type = Event.Types.EventType.Put, Kv = Pair(revision, key, value, create, version), PrevKv = before };

    private static KeyValue Pair(long revision, string key, string value, long create, long version) => new()
    {
        Key = ByteString.CopyFromUtf8(key),
        Value = ByteString.CopyFromUtf8(value),
        ModRevision = revision,
        CreateRevision = create,
        Version = version,
    };

    private static void Judge(List<WatchResponse> told) => Judge(told, new WatchRecord(null, null));

    private static void Judge(List<WatchResponse> told, WatchRecord record, long compactedAt = 0, long compacted = 0)
    {
        if (compactedAt > 0) record.Skip(compactedAt);
        foreach (var response in told) record.Take(response);
        WatchModel.Of(History).Judge(record, compacted);
    }

    private static void Broken(List<WatchResponse> told) => Broken(told, new WatchRecord(null, null));

    private static void Broken(List<WatchResponse> told, WatchRecord record, long compactedAt = 0) =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Judge(told, record, compactedAt));
}
