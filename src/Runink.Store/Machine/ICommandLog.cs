namespace Runink.Store.Machine;

/// <summary>
/// Holds the state of a local store and makes commands durable: nothing in memory, a file in the journal. Called by one
/// thread at a time.
/// </summary>
internal interface ICommandLog : IDisposable
{
    /// <summary>The state as of the last refresh or commit.</summary>
    StoreMachine Machine { get; }

    /// <summary>Why changes are refused, or null when they are welcome.</summary>
    StoreException? Refusal { get; }

    /// <summary>How often to look for what other processes did, or null when nobody else can change the state.</summary>
    TimeSpan? PollInterval { get; }

    /// <summary>Takes over what other processes committed; returns whether there was anything.</summary>
    ValueTask<bool> RefreshAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Begins a commit: nobody else can change the store until <see cref="End"/>, and the state is up to date. Returns
    /// whether other processes had committed anything.
    /// </summary>
    ValueTask<bool> BeginAsync(CancellationToken cancellationToken);

    /// <summary>Adds a command to the commit; returns whether there is room for another one.</summary>
    bool Append(Command command);

    /// <summary>
    /// Makes the commit durable. When it throws, the state is again the one before the commit, or the log has failed for good.
    /// </summary>
    void Flush();

    /// <summary>Ends the commit, whatever became of it.</summary>
    void End();
}
