using Runink.Protocol;
using Runink.Store;

namespace Runink.Barn.Client;

/// <summary>Makes changes of the events of a watch: those of one revision together, however many messages they came in.</summary>
/// <param name="fromRevision">The first revision to report; what comes from before it is left out.</param>
internal sealed class ChangeAssembler(long fromRevision)
{
    private readonly List<KeyChange> _keys = [];
    private long _revision;

    /// <summary>The first revision that was not reported yet.</summary>
    public long Next { get; private set; } = fromRevision;

    /// <summary>Takes a message of the stream; returns the changes that are complete with it.</summary>
    public IReadOnlyList<StoreChange> Add(WatchResponse response)
    {
        var complete = new List<StoreChange>();
        foreach (var wire in response.Events)
        {
            var revision = wire.Kv.ModRevision;
            if (revision < Next) continue;
            if (revision != _revision) Finish(complete);
            _revision = revision;
            _keys.Add(Change(wire));
        }

        if (response.Fragment) return complete;
        Finish(complete);

        // Word without events says that the store has come so far without a change in the range.
        if (response is { Events.Count: 0, Created: false, Canceled: false })
            Next = Math.Max(Next, response.Header.Revision + 1);
        return complete;
    }

    /// <summary>Forgets a revision of which only a part has come: a new stream brings it whole.</summary>
    public void DropIncomplete() => _keys.Clear();

    /// <summary>Of a deletion the server sends the key and the revision, and nothing else.</summary>
    private static KeyChange Change(Event wire) => new(
        wire.Type == Event.Types.EventType.Put ? ChangeKind.Put : ChangeKind.Delete, RangeMapping.ToStore(wire.Kv));

    private void Finish(List<StoreChange> complete)
    {
        if (_keys.Count == 0) return;
        complete.Add(new StoreChange(_revision, _keys.ToArray()));
        _keys.Clear();
        Next = _revision + 1;
    }
}
