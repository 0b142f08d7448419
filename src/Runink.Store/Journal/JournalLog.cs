using Runink.Store.Machine;

namespace Runink.Store.Journal;

/// <summary>
/// The log of a journal: brings the state up to date from the file under the kernel lock, and appends commits to it with one
/// sync each. Called by one thread at a time.
/// </summary>
internal sealed class JournalLog(JournalDirectory directory, JournalLock kernelLock, bool writable, JournalOptions options)
    : ICommandLog
{
    private const int FlushAtBytes = 1 << 20;

    private readonly RecordBuffer _commit = new();
    private readonly Replica _replica = new(directory, writable, options);

    public StoreMachine Machine => _replica.Machine;

    public StoreException? Refusal => _replica.Failure is { } failure ? failure
        : writable ? null
        : new StoreReadOnlyException(directory.Path);

    public TimeSpan? PollInterval => options.PollInterval;

    private JournalFile File => _replica.File;

    /// <summary>Opens the newest generation, or makes the first one; removes what killed processes left behind.</summary>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        if (!writable)
        {
            await RefreshAsync(cancellationToken);
            return;
        }

        await BeginAsync(cancellationToken);
        try
        {
            directory.RemoveBefore(File.Name);
        }
        finally
        {
            End();
        }
    }

    public async ValueTask<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        if (_replica.Failure is { } failure) throw failure;
        if (_replica.IsCurrent) return false;
        await kernelLock.TakeSharedAsync(cancellationToken);
        try
        {
            return _replica.CatchUp();
        }
        finally
        {
            kernelLock.Release();
        }
    }

    public async ValueTask<bool> BeginAsync(CancellationToken cancellationToken)
    {
        if (_replica.Failure is { } failure) throw failure;
        await kernelLock.TakeExclusiveAsync(cancellationToken);
        try
        {
            var changed = _replica.CatchUp();
            if (File.EndsElsewhere) CutTornTail();
            _commit.Reset(File.Chain);
            return changed;
        }
        catch
        {
            kernelLock.Release();
            throw;
        }
    }

    public bool Append(Command command)
    {
        CommandCodec.Write(_commit, command);
        return _commit.Written.Length < FlushAtBytes;
    }

    public void Flush()
    {
        try
        {
            File.Write(_commit.Written);
        }
        catch (IOException failure) when (failure.HResult is Libc.NoSpace or Libc.QuotaExceeded)
        {
            if (!TryCut()) throw _replica.Fail(failure);
            throw new StoreDiskFullException(directory.File(File.Name), failure);
        }
        catch (IOException failure)
        {
            TryCut();
            throw _replica.Fail(failure);
        }

        try
        {
            File.Sync(options.SyncData);
        }
        catch (IOException failure)
        {
            // The kernel may have dropped what it could not write and forget that it did: nothing is sure any more.
            TryCut();
            throw _replica.Fail(failure);
        }

        File.Accept(_commit.Written.Length, _commit.Chain);
        _commit.Reset(File.Chain);
    }

    public void End()
    {
        try
        {
            if (_replica.Failure is not null) return;
            if (!_commit.Written.IsEmpty) _replica.Forget();
            else if (_replica.IsLarge) _replica.Compact();
        }
        finally
        {
            kernelLock.Release();
        }
    }

    public void Dispose()
    {
        _replica.Dispose();
        kernelLock.Dispose();
    }

    private void CutTornTail()
    {
        try
        {
            File.CutToGood();
        }
        catch (IOException failure)
        {
            throw _replica.Fail(failure);
        }
    }

    private bool TryCut()
    {
        try
        {
            File.CutToGood();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
