namespace Runink.Raft;

/// <summary>Hands committed entries to the host, in order and no more at once than it can take.</summary>
internal sealed class ApplyQueue
{
    private Queue<(LogIndex Through, long Bytes)> _handedOut = new();

    /// <summary>The last entry that the state machine has applied.</summary>
    public LogIndex Applied { get; private set; }

    /// <summary>The last entry that was handed out.</summary>
    public LogIndex HandedOut { get; private set; }

    /// <summary>Bytes handed out and not yet reported applied.</summary>
    public long Bytes { get; private set; }

    /// <summary>Bytes applied since the last snapshot.</summary>
    public long BytesSinceSnapshot { get; set; }

    /// <summary>The state machine starts from a snapshot, or is about to be replaced by one.</summary>
    public void StartFrom(LogIndex index) => HandedOut = LogIndex.Max(HandedOut, index);

    /// <summary>The state machine is what the snapshot says.</summary>
    public void Installed(LogIndex index)
    {
        Applied = LogIndex.Max(Applied, index);
        _handedOut.Clear();
        (Bytes, BytesSinceSnapshot) = (0, 0);
    }

    /// <summary>Hands out what is committed and durable here; a witness has nothing to apply.</summary>
    public void Flush(NodeState node)
    {
        var through = LogIndex.Min(node.Commit, node.Writer.Durable);
        if (node.IsWitness && through > HandedOut)
        {
            (HandedOut, Applied) = (through, through);
            Compaction.RunOnWitness(node);
            return;
        }

        while (HandedOut < through && (Bytes == 0 || Bytes + node.Log.At(HandedOut.Next).Size <= node.Options.MaxApplyBytes))
        {
            var entries = node.Log.Slice(HandedOut.Next, through, int.MaxValue, node.Options.MaxApplyBytes - Bytes);
            var bytes = node.Log.BytesBetween(HandedOut, entries[^1].Index);
            HandedOut = entries[^1].Index;
            Bytes += bytes;
            _handedOut.Enqueue((HandedOut, bytes));
            node.Out.Add(new Apply(entries));
        }
    }

    /// <summary>The state machine has applied everything up to there.</summary>
    public void Report(LogIndex through)
    {
        if (through <= Applied) return;
        RaftAssert.That(through <= HandedOut, "an entry is reported applied that was never handed out");
        while (_handedOut.TryPeek(out var batch) && batch.Through <= through)
        {
            Bytes -= batch.Bytes;
            BytesSinceSnapshot += batch.Bytes;
            _handedOut.Dequeue();
        }

        Applied = through;
    }

    public ApplyQueue Clone() => new()
    {
        _handedOut = new(_handedOut),
        Applied = Applied,
        HandedOut = HandedOut,
        Bytes = Bytes,
        BytesSinceSnapshot = BytesSinceSnapshot,
    };

    public void Hash(ref StateHasher hasher)
    {
        hasher.Add(Applied);
        hasher.Add(HandedOut);
        hasher.Add(BytesSinceSnapshot);
    }
}
