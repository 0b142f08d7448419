namespace Runink.Raft;

/// <summary>
/// Gathers the heartbeats of many groups on one node, so that two nodes exchange one message a tick and not one for every group.
/// The host offers it every message before sending, and drains it once it has ticked all groups. Not thread-safe.
/// </summary>
/// <param name="maxMessages">Messages in one bundle, at most.</param>
public sealed class HeartbeatCoalescer(int maxMessages = 4096)
{
    private readonly SortedList<NodeId, List<Message>> _waiting = [];

    /// <summary>Keeps the message for a bundle if it is a heartbeat or an answer to one.</summary>
    /// <returns>Whether it was kept; else the host sends it itself.</returns>
    public bool Offer(Message message)
    {
        if (message is not (Heartbeat or HeartbeatResponse)) return false;
        if (!_waiting.TryGetValue(message.To, out var messages)) _waiting.Add(message.To, messages = []);
        messages.Add(message);
        return true;
    }

    /// <summary>Hands out everything gathered, in the order of the receivers' ids.</summary>
    public void Drain(List<HeartbeatBundle> bundles)
    {
        foreach (var (to, messages) in _waiting)
        {
            foreach (var part in messages.Chunk(maxMessages)) bundles.Add(new HeartbeatBundle(part[0].From, to, [.. part]));
            messages.Clear();
        }
    }
}
