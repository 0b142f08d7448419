using Google.Protobuf;
using Runink.Protocol;

namespace Runink.Barn.Client.Tests.Watches;

public sealed class ChangeAssemblerTests
{
    private readonly ChangeAssembler _changes = new(5);

    [Fact]
    public void Events_of_one_revision_are_one_change()
    {
        Assert.Equal(["5:a,b", "7:c"], Add(7, "5a", "5b", "7c"));
        Assert.Equal(8, _changes.Next);
    }

    [Fact]
    public void What_comes_from_before_the_first_revision_is_left_out() => Assert.Equal(["5:b"], Add(5, "3x", "4a", "5b"));

    [Fact]
    public void What_was_reported_is_not_reported_again()
    {
        Add(6, "5a", "6a");
        Assert.Equal(["7:a"], Add(7, "5a", "6a", "7a"));
    }

    [Fact]
    public void A_revision_in_fragments_waits_until_it_is_whole()
    {
        Assert.Equal(["5:a"], Add(6, isFragment: true, "5a", "6a"));
        Assert.Empty(Add(6, isFragment: true, "6b"));
        Assert.Equal(6, _changes.Next);
        Assert.Equal(["6:a,b,c"], Add(6, isFragment: false, "6c"));
    }

    [Fact]
    public void Half_a_revision_is_forgotten_with_its_stream()
    {
        Add(6, isFragment: true, "6a");
        _changes.DropIncomplete();
        Assert.Equal(["6:a,b"], Add(6, "6a", "6b"));
    }

    [Fact]
    public void Word_of_progress_moves_on_and_never_back()
    {
        Assert.Empty(Add(90));
        Assert.Equal(91, _changes.Next);
        Add(40);
        Assert.Equal(91, _changes.Next);
    }

    [Fact]
    public void Where_the_store_stands_when_a_watch_begins_is_no_progress()
    {
        Assert.Empty(_changes.Add(new WatchResponse { Header = new() { Revision = 90 }, Created = true }));
        Assert.Equal(5, _changes.Next);
    }

    private List<string> Add(long revision, params string[] events) => Add(revision, isFragment: false, events);

    private List<string> Add(long revision, bool isFragment, params string[] events)
    {
        var response = new WatchResponse { Header = new() { Revision = revision }, Fragment = isFragment };
        foreach (var text in events)
        {
            var entry = new KeyValue { Key = ByteString.CopyFromUtf8(text[1..]), ModRevision = text[0] - '0' };
            response.Events.Add(new Event { Kv = entry });
        }

        var changes = _changes.Add(response);
        return [.. changes.Select(change => $"{change.Revision}:{string.Join(',', change.Keys.Select(key => key.Entry.Key))}")];
    }
}
