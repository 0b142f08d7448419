using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Runink.Runs.Files;

/// <summary>
/// A lock that dies with its holder: <c>flock</c> on a file. The file says who holds it, for people. Not reentrant:
/// a second lock of the same process on the same file waits like anybody else's.
/// </summary>
internal sealed class KernelLock : IDisposable
{
    private const int LongestHolder = 256;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private readonly SafeFileHandle _handle;
    private readonly string _path;

    private KernelLock(SafeFileHandle handle, string path)
    {
        _handle = handle;
        _path = path;
    }

    /// <summary>Takes the lock, or returns null when another holds it. The directory of the file must exist.</summary>
    public static KernelLock? TryAcquire(string path, string holder, bool shared = false)
    {
        while (true)
        {
            var handle = Posix.OpenLockFile(path);
            if (!Posix.TryLock(handle, shared))
            {
                handle.Dispose();
                return null;
            }

            // A holder may have removed the file between our open and our lock: then our lock guards nothing.
            if (Posix.Identify(path) == Posix.Identify(handle))
            {
                if (!shared) WriteHolder(handle, holder);
                return new KernelLock(handle, path);
            }

            handle.Dispose();
        }
    }

    /// <summary>Waits for the lock; <paramref name="waiting"/> is told once who holds it.</summary>
    public static async Task<KernelLock> AcquireAsync(
        string path, string holder, bool shared, Action<string> waiting, CancellationToken cancellation)
    {
        for (var told = false; ; told = true)
        {
            if (TryAcquire(path, holder, shared) is { } held) return held;
            if (!told) waiting(Holder(path));
            await Task.Delay(Poll, cancellation);
        }
    }

    /// <summary>Who wrote itself into the lock file last; a guess for messages, never for decisions.</summary>
    public static string Holder(string path)
    {
        try
        {
            using var handle = Posix.OpenLockFile(path);
            var buffer = new byte[LongestHolder];
            var text = Encoding.UTF8.GetString(buffer, 0, RandomAccess.Read(handle, buffer, 0)).Trim();
            return text.Length > 0 ? text : "another command";
        }
        catch (IOException)
        {
            return "another command";
        }
    }

    /// <summary>Removes the file while it is still locked, so that nobody can lock a file that has no name.</summary>
    public void Remove() => File.Delete(_path);

    /// <inheritdoc/>
    public void Dispose()
    {
        // A child that was just forked still has our files open until it becomes its program; unlocking does not wait for that.
        Posix.Unlock(_handle);
        _handle.Dispose();
    }

    private static void WriteHolder(SafeFileHandle handle, string holder)
    {
        try
        {
            RandomAccess.SetLength(handle, 0);
            RandomAccess.Write(handle, Encoding.UTF8.GetBytes(holder), 0);
        }
        catch (IOException)
        {
            // The name is a courtesy; a full disk must not keep anyone from the lock.
        }
    }
}
