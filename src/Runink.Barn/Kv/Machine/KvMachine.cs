using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// The key-value state machine: applies committed proposals in the order of the log and publishes what came of them as a
/// <see cref="KvView"/>. The same proposals make the same state on every replica: no clock, no randomness, no order of hash
/// tables. One thread owns it; views are for all.
/// </summary>
public sealed class KvMachine
{
    private readonly KvState _state;
    private readonly Executor _executor;
    private KvView _view;

    /// <summary>An empty machine, as before the first entry of the log.</summary>
    public KvMachine()
        : this(new(new(revision: 1, floor: -1)), LogIndex.Zero)
    {
    }

    internal KvMachine(KvState state, LogIndex applied)
    {
        _state = state;
        _executor = new(state);
        AppliedIndex = applied;
        _view = state.Freeze(applied);
    }

    /// <summary>The last entry that was applied.</summary>
    public LogIndex AppliedIndex { get; private set; }

    /// <summary>The state as of the last <see cref="Publish"/>. Safe to ask from any thread.</summary>
    public KvView View => Volatile.Read(ref _view);

    /// <summary>
    /// Reads a snapshot that <see cref="KvSnapshot.Write"/> wrote; the machine continues behind its entry.
    /// </summary>
    /// <exception cref="KvFormatException">The bytes are not a snapshot.</exception>
    /// <exception cref="EndOfStreamException">The stream ends early.</exception>
    public static KvMachine Restore(Stream stream)
    {
        var (state, applied) = SnapshotReader.Read(stream);
        return new(state, applied);
    }

    /// <summary>Applies the proposal of a committed entry.</summary>
    /// <param name="index">The entry; behind all that were applied.</param>
    /// <param name="envelope">The proposal. The state may keep its bytes, so nobody may change them afterwards.</param>
    /// <returns>What came of it; <see cref="KvResult.AlreadyApplied"/> when it was applied before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The entry is not behind all that were applied.</exception>
    public KvResult Apply(LogIndex index, in KvEnvelope envelope)
    {
        Skip(index);
        if (envelope.Origin != 0)
        {
            var admitted = _state.Sessions.Admit(envelope, index.Value);
            if (admitted is null) return new(_state.Keys.Revision, KvErrors.TooManyRequests);
            if (!admitted.Value) return KvResult.AlreadyApplied;
        }
        return _executor.Execute(envelope);
    }

    /// <summary>Passes over an entry that holds no proposal.</summary>
    /// <param name="index">The entry; behind all that were applied.</param>
    /// <exception cref="ArgumentOutOfRangeException">The entry is not behind all that were applied.</exception>
    public void Skip(LogIndex index)
    {
        if (index <= AppliedIndex) throw new ArgumentOutOfRangeException(nameof(index), $"{index} is applied: {AppliedIndex}");
        AppliedIndex = index;
    }

    /// <summary>Ends a group outside of any log: of a state that begins anew where nobody has what was in the group.</summary>
    internal void EndGroup(string name) => _state.Groups.Remove(name);

    /// <summary>Makes the state as it is now the one that <see cref="View"/> shows; for the end of a batch.</summary>
    public KvView Publish()
    {
        _state.Keys.Sweeper.HasSettled = false;
        var view = _state.Freeze(AppliedIndex);
        Volatile.Write(ref _view, view);
        return view;
    }

    /// <summary>Whether what was swept is only free once the state is published again.</summary>
    internal bool HoldsSwept => _state.Keys.Sweeper.HasSettled;

    /// <summary>
    /// Frees some of what compaction made garbage. Nothing that can be read changes by it, so each replica does it when it has
    /// the time; it does nothing while history is held.
    /// </summary>
    /// <param name="changesMax">About how many changes to free.</param>
    /// <returns>Whether there is more to free now.</returns>
    public bool Sweep(int changesMax) => _state.Keys.Sweeper.Sweep(changesMax);

    /// <summary>
    /// Keeps all history that views published so far can see, while a snapshot of one is written. Any thread may dispose of it.
    /// </summary>
    public IDisposable HoldHistory() => _state.Keys.Sweeper.Hold();
}
