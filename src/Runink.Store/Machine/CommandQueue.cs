namespace Runink.Store.Machine;

/// <summary>The requests that wait for the next commit, in order of arrival. Thread-safe.</summary>
internal sealed class CommandQueue
{
    private readonly Lock _lock = new();
    private readonly LinkedList<PendingCommand> _waiting = [];

    public void Add(PendingCommand command)
    {
        lock (_lock) _waiting.AddLast(command);
    }

    /// <summary>Takes the one that waits longest, or null when none waits.</summary>
    public PendingCommand? Take()
    {
        lock (_lock)
        {
            if (_waiting.First is not { } first) return null;
            _waiting.RemoveFirst();
            return first.Value;
        }
    }

    /// <summary>Takes one back; false when a commit has taken it before.</summary>
    public bool TakeBack(PendingCommand command)
    {
        lock (_lock) return _waiting.Remove(command);
    }
}
