using Microsoft.Win32.SafeHandles;
using Runink.Store.Machine;

namespace Runink.Store.Journal;

/// <summary>
/// A store on one machine, in a directory that several processes use at once. What it has acknowledged is on the disk. Its
/// calls block their thread for as long as a sync takes. Linux only. Thread-safe.
/// </summary>
public sealed class JournalStore : LocalStore
{
    private readonly JournalLog _log;

    private JournalStore(JournalLog log, JournalOptions options)
        : base(log, options.Clock, options.KeptRevisions) => _log = log;

    /// <summary>
    /// Whether this process can only read: the directory is not writable for it. Changes are refused, leases never end.
    /// </summary>
    public bool IsReadOnly => _log.Refusal is StoreReadOnlyException;

    /// <summary>Opens the journal in a directory, which is made if it does not exist.</summary>
    /// <exception cref="StoreDamagedException">A file does not hold what was written to it.</exception>
    /// <exception cref="StoreUnavailableException">It cannot be opened, made or locked.</exception>
    public static async ValueTask<JournalStore> OpenAsync(
        string path, JournalOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new JournalOptions();
        if (!OperatingSystem.IsLinux())
            throw new StoreUnavailableException("the journal needs the file locks of Linux", "run on Linux");
        var directory = new JournalDirectory(path);
        var (lockFile, writable) = OpenLock(directory, options.SyncDirectory);
        var log = new JournalLog(
            directory, new JournalLock(lockFile, directory.LockFile, options.LockPatience), writable, options);
        try
        {
            await log.OpenAsync(cancellationToken);
            return new JournalStore(log, options);
        }
        catch (Exception failure)
        {
            log.Dispose();
            if (failure is IOException or UnauthorizedAccessException) throw CannotOpen(directory, failure);
            throw;
        }
    }

    private static (SafeFileHandle? File, bool Writable) OpenLock(JournalDirectory directory, Action<string> sync)
    {
        try
        {
            directory.Make(sync);
            return (Libc.OpenToLock(directory.LockFile, writable: true), true);
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException
            or IOException { HResult: Libc.ReadOnlyFileSystem or Libc.AccessDenied })
        {
            return (OpenLockToRead(directory), false);
        }
        catch (IOException failure)
        {
            throw CannotOpen(directory, failure);
        }
    }

    private static SafeFileHandle? OpenLockToRead(JournalDirectory directory)
    {
        try
        {
            return Libc.OpenToLock(directory.LockFile, writable: false);
        }
        catch (IOException failure) when (failure.HResult == Libc.NoSuchFile)
        {
            return null;
        }
        catch (IOException failure)
        {
            throw CannotOpen(directory, failure);
        }
    }

    private static StoreUnavailableException CannotOpen(JournalDirectory directory, Exception failure) => new(
        $"the journal in {directory.Path} cannot be opened: {failure.Message}", "check the path and its permissions", failure);
}
