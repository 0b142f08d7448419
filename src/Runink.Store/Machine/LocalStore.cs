using System.Runtime.CompilerServices;

namespace Runink.Store.Machine;

/// <summary>
/// A store whose state lies in this process: one gate in front of the state machine, requests committed in groups, watches
/// that read the machine's history. Thread-safe.
/// </summary>
public abstract class LocalStore : IStore
{
    private const int MostWaiting = 1024;
    private const int ChangesPerLook = 64;

    private readonly ICommandLog _log;
    private readonly TimeProvider _clock;
    private readonly GroupCommit _commits;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly SemaphoreSlim _waiting = new(MostWaiting, MostWaiting);
    private volatile TaskCompletionSource _changed = NewSignal();
    private volatile bool _disposed;

    private protected LocalStore(ICommandLog log, TimeProvider clock, int keptRevisions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keptRevisions, 1);
        _log = log;
        _clock = clock;
        _commits = new GroupCommit(log, clock, keptRevisions);
    }

    /// <inheritdoc/>
    public async ValueTask<RangeResponse> RangeAsync(RangeRequest request, CancellationToken cancellationToken = default)
    {
        RequestCheck.Range(request);
        await EnterAsync(cancellationToken);
        try
        {
            await LookAsync(cancellationToken);
            return RangeEvaluator.Evaluate(_log.Machine, request);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask<TxnResponse> TxnAsync(TxnRequest request, CancellationToken cancellationToken = default)
    {
        RequestCheck.Txn(request);
        return ChangeAsync((machine, _) => Deciders.Txn(machine, request), cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoreChange> WatchAsync(
        KeyRange range, long fromRevision, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RequestCheck.Watch(fromRevision);
        var next = fromRevision;
        while (true)
        {
            IReadOnlyList<StoreChange> changes;
            Task changed;
            TimeSpan? wait;
            await EnterAsync(cancellationToken);
            try
            {
                await LookAsync(cancellationToken);
                changes = _log.Machine.Changes(range, ref next, ChangesPerLook);
                changed = _changed.Task;
                wait = _commits.UntilNextLook;
            }
            finally
            {
                _gate.Release();
            }

            foreach (var change in changes) yield return change;
            if (changes.Count == 0) await WaitAsync(changed, wait, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Lease> GrantLeaseAsync(TimeSpan timeToLive, CancellationToken cancellationToken = default)
    {
        RequestCheck.Lease(timeToLive);
        return ChangeAsync((machine, now) => Deciders.Grant(machine, now, timeToLive), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<Lease> KeepAliveAsync(long leaseId, CancellationToken cancellationToken = default) =>
        ChangeAsync((machine, now) => Deciders.KeepAlive(machine, now, leaseId), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask RevokeLeaseAsync(long leaseId, CancellationToken cancellationToken = default) =>
        await ChangeAsync((machine, _) => Deciders.Revoke(machine, leaseId), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask CompactAsync(long revision, CancellationToken cancellationToken = default) =>
        await ChangeAsync((machine, _) => Deciders.Compact(machine, revision), cancellationToken);

    /// <summary>Lets go of everything. Watches and later calls end with <see cref="ObjectDisposedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (!_disposed) _log.Dispose();
            _disposed = true;
            Signal();
        }
        finally
        {
            _gate.Release();
        }

        GC.SuppressFinalize(this);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Queues a change and waits until somebody has committed it: the first caller through the gate commits for all that wait.
    /// A change that nobody has taken yet can be taken back, so a cancelled one has certainly not happened.
    /// </summary>
    private async ValueTask<T> ChangeAsync<T>(
        Func<StoreMachine, long, (T Answer, Command? Command)> decide, CancellationToken cancellationToken)
    {
        if (_log.Refusal is { } refusal) throw refusal;
        var command = new PendingCommand<T>(decide);
        await _waiting.WaitAsync(cancellationToken);
        _commits.Queue.Add(command);
        try
        {
            await EnterAsync(cancellationToken);
            try
            {
                while (!command.IsAnswered) await CommitAsync(cancellationToken);
            }
            finally
            {
                _gate.Release();
            }
        }
        catch
        {
            // What cannot be taken back has been committed by somebody else meanwhile, who gives the answer.
            if (_commits.Queue.TakeBack(command)) throw;
        }
        finally
        {
            _waiting.Release();
        }

        return await command.Result;
    }

    private async ValueTask EnterAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _gate.WaitAsync(cancellationToken);
        if (!_disposed) return;
        _gate.Release();
        throw new ObjectDisposedException(GetType().FullName);
    }

    private async ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        if (await _commits.RunAsync(cancellationToken)) Signal();
    }

    /// <summary>Brings the state up to date. Called behind the gate.</summary>
    private async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        if (await _log.RefreshAsync(cancellationToken)) Signal();
        try
        {
            while (_commits.LeaseIsDue) await CommitAsync(cancellationToken);
        }
        catch (StoreDiskFullException)
        {
            // What is there can still be read. The lease ends as soon as there is room to record it.
        }
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    /// <summary>Waits until the state has changed, or it is time to look whether it has.</summary>
    private async ValueTask WaitAsync(Task changed, TimeSpan? wait, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var time = Task.Delay(wait ?? Timeout.InfiniteTimeSpan, _clock, enough.Token);
        await Task.WhenAny(changed, time);
        await enough.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }
}
