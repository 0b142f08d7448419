using System.Globalization;
using Microsoft.Extensions.Logging;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>What is logged of the exchange with other members: events 5xx, numbered as in <see cref="BarnLog"/>.</summary>
internal static partial class PeerLog
{
    /// <summary>A member's id as etcd prints it.</summary>
    public static string Name(NodeId id) => id.Value.ToString("x", CultureInfo.InvariantCulture);

    [LoggerMessage(500, LogLevel.Information, "lane {Lane} to member {Peer} is open: {Url}")]
    public static partial void LaneOpened(ILogger log, string lane, string peer, Uri url);

    [LoggerMessage(501, LogLevel.Warning, "lane {Lane} to member {Peer} is lost: {Reason}")]
    public static partial void LaneLost(ILogger log, string lane, string peer, string reason);

    [LoggerMessage(502, LogLevel.Warning, "lane {Lane} to member {Peer} cannot be opened at {Url}, and is tried again: {Reason}")]
    public static partial void PeerUnreachable(ILogger log, string lane, string peer, Uri url, string reason);

    [LoggerMessage(503, LogLevel.Error, "the member at {Url} refuses this one: {Reason}")]
    public static partial void RefusedByPeer(ILogger log, Uri url, string reason);

    [LoggerMessage(504, LogLevel.Warning, "a stream of member {Peer} is refused: {Reason}")]
    public static partial void PeerRefused(ILogger log, string peer, string reason);

    [LoggerMessage(505, LogLevel.Warning, "lane {Lane} to member {Peer} is full, messages are dropped: it takes them too slowly")]
    public static partial void LaneFull(ILogger log, string lane, string peer);

    [LoggerMessage(506, LogLevel.Warning, "member {Peer} sends messages that this version does not know; they are passed over")]
    public static partial void UnknownMessages(ILogger log, string peer);

    [LoggerMessage(507, LogLevel.Information, "member {Peer} says that it is reachable at {Urls}")]
    public static partial void PeerMoved(ILogger log, string peer, string urls);

    [LoggerMessage(508, LogLevel.Warning, "a stream of member {Peer} is broken off: {Reason}")]
    public static partial void StreamFailed(ILogger log, string peer, string reason);
}
