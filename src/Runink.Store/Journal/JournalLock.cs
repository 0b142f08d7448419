using Microsoft.Win32.SafeHandles;

namespace Runink.Store.Journal;

/// <summary>
/// The kernel lock that the processes of a journal share. It dies with its holder, so a killed process never leaves it
/// behind. Used by one thread at a time.
/// </summary>
internal sealed class JournalLock(SafeFileHandle? file, string path, TimeSpan patience) : IDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(10);

    /// <summary>Takes the lock to read: others may read, nobody writes.</summary>
    public ValueTask TakeSharedAsync(CancellationToken cancellationToken) => TakeAsync(Libc.LockShared, cancellationToken);

    /// <summary>Takes the lock to write: nobody else reads or writes.</summary>
    public ValueTask TakeExclusiveAsync(CancellationToken cancellationToken) =>
        TakeAsync(Libc.LockExclusive, cancellationToken);

    /// <summary>Lets others in.</summary>
    public void Release()
    {
        if (file is not null) _ = Libc.Lock(file, Libc.Unlock);
    }

    public void Dispose() => file?.Dispose();

    /// <summary>
    /// Asks again and again, because a wait inside the kernel could neither be cancelled nor end with a message when the holder
    /// is paused. The pauses go by real time, as does the holder.
    /// </summary>
    private async ValueTask TakeAsync(int kind, CancellationToken cancellationToken)
    {
        // No lock file that could be opened means that no process has ever been able to write here.
        if (file is null) return;
        var began = Environment.TickCount64;
        var pause = TimeSpan.FromMilliseconds(1);
        while (true)
        {
            var error = Libc.Lock(file, kind | Libc.LockNonBlocking);
            if (error == 0) return;
            if (error != Libc.WouldBlock)
            {
                throw new StoreUnavailableException(
                    $"the file system refuses to lock {path} (error {error})", "keep the directory on a local file system");
            }

            if (Environment.TickCount64 - began > patience.TotalMilliseconds)
            {
                throw new StoreUnavailableException(
                    $"another process has held the lock on {path} for more than {patience.TotalSeconds} s",
                    $"see who holds it with: fuser -v {path}");
            }

            await Task.Delay(pause, cancellationToken);
            if (pause < LongestPause) pause += pause;
        }
    }
}
