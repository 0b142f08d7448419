namespace Runink.Raft.Tests;

/// <summary>
/// The network of a trace: messages lie there, in the order in which they were sent, until the trace says what becomes of them.
/// </summary>
internal sealed class TraceWire
{
    private readonly List<Message> _messages = [];
    private readonly HashSet<(NodeId From, NodeId To)> _cut = [];

    public IReadOnlyList<Message> Messages => _messages;

    /// <summary>Takes a message, unless the way is cut.</summary>
    public bool Send(Message message)
    {
        if (_cut.Contains((message.From, message.To))) return false;
        _messages.Add(message);
        return true;
    }

    public void Remove(Message message) => _messages.RemoveAt(_messages.FindIndex(other => ReferenceEquals(other, message)));

    public void Clear() => _messages.Clear();

    public void Double(Message message) => _messages.Add(message with { });

    public void Cut(NodeId from, NodeId to)
    {
        _cut.Add((from, to));
        _messages.RemoveAll(message => message.From == from && message.To == to);
    }

    public void Heal() => _cut.Clear();
}
