using Google.Protobuf.Collections;
using Runink.Protocol;

namespace Runink.Barn;

/// <summary>A message to a watching client.</summary>
/// <param name="Header">The header.</param>
/// <param name="WatchId">The watch, or -1 when it is about none or about all.</param>
internal readonly record struct WatchReply(ReplyHeader Header, long WatchId)
{
    /// <summary>Stands for no watch, or for all of a stream.</summary>
    public const long NoWatch = -1;

    public bool Created { get; init; }

    public bool Canceled { get; init; }

    /// <summary>With <see cref="Canceled"/>: the first revision that could be watched from; 0 when that is not the reason.</summary>
    public long CompactRevision { get; init; }

    public string? CancelReason { get; init; }

    /// <summary>Whether more of the same revisions follows.</summary>
    public bool Fragment { get; init; }

    public ReadOnlyMemory<WatchEvent> Events { get; init; }

    public WatchResponse ToMessage()
    {
        var response = new WatchResponse
        {
            Header = Header.ToMessage(),
            WatchId = WatchId,
            Created = Created,
            Canceled = Canceled,
            CompactRevision = CompactRevision,
            CancelReason = CancelReason ?? "",
            Fragment = Fragment,
        };
        AddEvents(response.Events);
        return response;
    }

    private void AddEvents(RepeatedField<Event> messages)
    {
        foreach (var (version, previous) in Events.Span)
        {
            messages.Add(new Event
            {
                Type = version.IsTombstone ? Event.Types.EventType.Delete : Event.Types.EventType.Put,
                Kv = version.ToMessage(),
                PrevKv = previous?.ToMessage(),
            });
        }
    }
}
