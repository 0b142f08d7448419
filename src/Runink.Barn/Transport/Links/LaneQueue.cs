using System.Threading.Channels;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Messages in line for one lane. One thread adds, another takes all that has gathered; when there is no more room, the newest is
/// dropped. Thread-safe.
/// </summary>
/// <param name="maxMessages">Messages in line, at most.</param>
/// <param name="maxBytes">Their bytes on the wire, at most; one message always has room.</param>
internal sealed class LaneQueue(int maxMessages, long maxBytes)
{
    private readonly Lock _gate = new();
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private List<(Message Message, int Size)> _waiting = [];
    private long _bytes;

    /// <returns>Whether there was room.</returns>
    public bool TryAdd(Message message, int size)
    {
        lock (_gate)
        {
            if (_waiting.Count >= maxMessages || (_waiting.Count > 0 && _bytes + size > maxBytes)) return false;
            _waiting.Add((message, size));
            _bytes += size;
            return true;
        }
    }

    /// <summary>Takes all that is in line; the empty list that is given is filled next.</summary>
    /// <returns>Whether anything was.</returns>
    public bool TryTake(ref List<(Message Message, int Size)> batch)
    {
        lock (_gate)
        {
            if (_waiting.Count == 0) return false;
            (_waiting, batch) = (batch, _waiting);
            _bytes = 0;
            return true;
        }
    }

    /// <summary>Lets whoever waits look again; remembered until somebody does.</summary>
    public void Wake() => _signal.Writer.TryWrite(true);

    /// <summary>Waits for <see cref="Wake"/>. One at a time.</summary>
    public ValueTask<bool> WaitAsync() => _signal.Reader.ReadAsync();
}
