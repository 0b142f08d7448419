using System.Globalization;

namespace Runink.Barn;

/// <summary>What is exchanged with each other member, named as etcd names it.</summary>
internal static class PeerMetrics
{
    public static void Write(MetricsText text, IReadOnlyList<PeerCounters> peers, ulong self)
    {
        var local = Hex(self);
        Each(text, peers, "etcd_network_active_peers", "The current number of active peer connections.", "gauge",
            peer => peer.IsReachable ? 1 : 0, remote => [("Local", local), ("Remote", remote)]);
        Each(text, peers, "etcd_network_disconnected_peers_total", "Streams to peers that were lost or did not come about.", "counter",
            peer => peer.LostStreams, remote => [("Local", local), ("Remote", remote)]);
        Each(text, peers, "etcd_network_peer_sent_bytes_total", "The total number of bytes sent to peers.", "counter",
            peer => peer.SentBytes, remote => [("To", remote)]);
        Each(text, peers, "etcd_network_peer_received_bytes_total", "The total number of bytes received from peers.", "counter",
            peer => peer.ReceivedBytes, remote => [("From", remote)]);
        Each(text, peers, "etcd_network_peer_sent_failures_total", "The total number of messages to peers that were not sent.", "counter",
            peer => peer.DroppedMessages, remote => [("To", remote)]);
        Each(text, peers, "runink_barn_peer_sent_messages_total", "The total number of messages sent to peers.", "counter",
            peer => peer.SentMessages, remote => [("To", remote)]);
        Each(text, peers, "runink_barn_peer_received_messages_total", "The total number of messages received from peers.", "counter",
            peer => peer.ReceivedMessages, remote => [("From", remote)]);
    }

    private static void Each(
        MetricsText text, IReadOnlyList<PeerCounters> peers, string name, string help, string type,
        Func<PeerCounters, double> value, Func<string, (string, string)[]> labels)
    {
        text.Head(name, help, type);
        foreach (var peer in peers) text.Sample(name, value(peer), labels(Hex(peer.Peer.Value)));
    }

    private static string Hex(ulong id) => id.ToString("x", CultureInfo.InvariantCulture);
}
