namespace Runink.Raft;

/// <summary>The append messages under way to one peer, bounded in number and in bytes.</summary>
internal sealed class SendWindow(int maxMessages, long maxBytes)
{
    private Queue<(LogIndex Last, long Bytes)> _messages = new();

    public int Count => _messages.Count;

    public long Bytes { get; private set; }

    /// <summary>Whether a message whose first entry counts so many bytes may be sent; one message always may.</summary>
    public bool HasRoom(int bytes) => _messages.Count == 0 || (_messages.Count < maxMessages && Bytes + bytes <= maxBytes);

    /// <summary>Bytes that the next message may carry; a message always carries one entry.</summary>
    public long Room => maxBytes - Bytes;

    public void Add(LogIndex last, long bytes)
    {
        _messages.Enqueue((last, bytes));
        Bytes += bytes;
    }

    /// <summary>Everything up to there arrived.</summary>
    public void FreeThrough(LogIndex index)
    {
        while (_messages.TryPeek(out var first) && first.Last <= index) FreeFirst();
    }

    /// <summary>Takes the oldest message for lost.</summary>
    public void FreeFirst()
    {
        if (_messages.TryDequeue(out var first)) Bytes -= first.Bytes;
    }

    public void Clear()
    {
        _messages.Clear();
        Bytes = 0;
    }

    public SendWindow Clone() => new(maxMessages, maxBytes) { _messages = new(_messages), Bytes = Bytes };

    public void Hash(ref StateHasher hasher)
    {
        hasher.Add(_messages.Count);
        foreach (var (last, bytes) in _messages)
        {
            hasher.Add(last);
            hasher.Add(bytes);
        }
    }
}
