using Runink.Store.Machine;

namespace Runink.Store.Memory;

/// <summary>A log that keeps nothing but the state.</summary>
internal sealed class MemoryLog : ICommandLog
{
    public StoreMachine Machine { get; } = new();

    public StoreException? Refusal => null;

    public TimeSpan? PollInterval => null;

    public ValueTask<bool> RefreshAsync(CancellationToken cancellationToken) => ValueTask.FromResult(false);

    public ValueTask<bool> BeginAsync(CancellationToken cancellationToken) => ValueTask.FromResult(false);

    public bool Append(Command command) => true;

    public void Flush()
    {
        // Nothing is kept beyond the state, which holds the commands already.
    }

    public void End()
    {
        // Nobody else was kept out.
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
