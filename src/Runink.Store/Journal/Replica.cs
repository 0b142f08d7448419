using System.Security.Cryptography;
using Runink.Store.Machine;

namespace Runink.Store.Journal;

/// <summary>
/// This process's copy of a journal's state, and the open file that it is a copy of. Called by one thread at a time, under the
/// kernel lock.
/// </summary>
internal sealed class Replica(JournalDirectory directory, bool writable, JournalOptions options) : IDisposable
{
    private JournalFile? _file;
    private long _triedToCompactAt;

    /// <summary>The state.</summary>
    public StoreMachine Machine { get; private set; } = new();

    /// <summary>The newest generation, as far as it was read.</summary>
    public JournalFile File => _file ?? throw new InvalidOperationException("the journal is not open");

    /// <summary>Why this copy can never be trusted again, or null.</summary>
    public StoreUnavailableException? Failure { get; private set; }

    /// <summary>Whether nobody has committed anything since the last look. May be asked without the lock.</summary>
    public bool IsCurrent => _file is { EndsElsewhere: false } file && directory.IsNewest(file.Name);

    /// <summary>Whether it is worth beginning a new generation.</summary>
    public bool IsLarge => File.Good - Math.Max(File.SnapshotLength, _triedToCompactAt)
        >= Math.Max(options.CompactAfterBytes, File.SnapshotLength);

    /// <summary>Applies what others committed. Returns whether there was anything.</summary>
    public bool CatchUp()
    {
        try
        {
            if (_file is null || !directory.IsNewest(_file.Name)) Reload();
            else if (!_file.ReadMore(Machine)) return false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(
                $"the journal in {directory.Path} cannot be read: {failure.Message}",
                "check its permissions and the disk",
                failure);
        }

        if (writable) SyncOthers();
        return true;
    }

    /// <summary>Begins a state anew from the file: the present one has commands applied that were not committed.</summary>
    public void Forget()
    {
        try
        {
            Reload();
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
    }

    /// <summary>Writes the state as the next generation. If there is no room for it, the present one grows on.</summary>
    public void Compact()
    {
        var next = File.Name.Next;
        _triedToCompactAt = File.Good;
        try
        {
            var file = JournalFile.Create(directory, next, Machine, options.SyncData);
            File.Dispose();
            (_file, _triedToCompactAt) = (file, 0);
            directory.RemoveBefore(next);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Once it has its name it is the journal. That must not be in doubt; an old file left behind does no harm.
            if (File.Name != next && directory.Has(next)) Fail(failure);
        }
    }

    /// <summary>Notes that the disk cannot be trusted any more; returns the failure to throw.</summary>
    public StoreUnavailableException Fail(Exception failure) => Failure = new StoreUnavailableException(
        $"{directory.Path} cannot be written reliably: {failure.Message}",
        "look for errors of the disk in the kernel's log, then start again: what was acknowledged is still there",
        failure);

    public void Dispose() => _file?.Dispose();

    /// <summary>
    /// The writer of what was read may have died between writing and syncing: what others may have seen must not be lost.
    /// </summary>
    private void SyncOthers()
    {
        try
        {
            File.Sync(options.SyncData);
        }
        catch (IOException failure)
        {
            throw Fail(failure);
        }
    }

    private void Reload()
    {
        var newest = directory.Newest();
        if (newest is null && _file is null && writable)
        {
            var identity = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
            _file = JournalFile.Create(directory, new GenerationName(1, identity), Machine, options.SyncData);
            return;
        }

        if (newest is not { } name || (_file is not null && name.Identity != _file.Name.Identity))
        {
            throw Failure = new StoreUnavailableException(
                newest is null
                    ? $"there is no journal in {directory.Path}"
                    : $"the journal in {directory.Path} is another one now",
                "do not remove or replace a journal while it is used; start again");
        }

        if (writable) directory.Sync();
        var (file, machine) = JournalFile.Open(directory, name, writable);
        _file?.Dispose();
        (_file, Machine, _triedToCompactAt) = (file, machine, 0);
    }
}
