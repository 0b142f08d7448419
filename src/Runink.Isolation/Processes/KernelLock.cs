using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Runink.Isolation.Processes;

/// <summary>
/// A lock that dies with its holders: <c>flock</c> on a file. It belongs to the open file, so a process that inherits the
/// descriptor holds it too, and it is free only when the last of them is gone.
/// </summary>
internal sealed partial class KernelLock : IDisposable
{
    private const int ExclusiveNonBlocking = 2 | 4;
    private const int Unlock = 8;
    private const int LongestText = 4096;
    private const int WouldBlock = 11;

    private KernelLock(SafeFileHandle handle, string path)
    {
        Handle = handle;
        Path = path;
    }

    /// <summary>The open file. Whoever inherits it holds the lock.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>Where the file is.</summary>
    public string Path { get; }

    /// <summary>
    /// Takes the lock, or returns null when another holds it, or removed the file in this very moment. The directory must exist.
    /// </summary>
    /// <param name="path">Where it is.</param>
    /// <param name="make">Whether the file is made if it does not exist; if not, it must.</param>
    public static KernelLock? TryAcquire(string path, bool make = true)
    {
        var handle = Posix.OpenLockFile(path, make);
        if (Flock(handle, ExclusiveNonBlocking) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            handle.Dispose();
            return error == WouldBlock ? null : throw Posix.Failure($"lock '{path}'", error);
        }

        if (File.Exists(path)) return new(handle, path);
        handle.Dispose();
        return null;
    }

    /// <summary>What stands in a lock file that somebody else may hold; empty when it is gone.</summary>
    public static string Peek(string path)
    {
        if (!File.Exists(path)) return "";
        try
        {
            using var handle = Posix.OpenLockFile(path, make: false);
            return Read(handle);
        }
        catch (IOException) when (!File.Exists(path))
        {
            return "";
        }
    }

    /// <summary>What stands in the file. .NET's own ways to read a file would want a lock themselves.</summary>
    public string Read() => Read(Handle);

    /// <summary>Puts a text of at most 4 KiB into the file.</summary>
    public void Write(string text)
    {
        // In this order: ext4 writes a file that was emptied and filled again to the disk when it is closed.
        var bytes = Encoding.UTF8.GetBytes(text);
        RandomAccess.Write(Handle, bytes, 0);
        RandomAccess.SetLength(Handle, bytes.Length);
    }

    /// <summary>Frees the lock, also from those who inherited it: they must be gone by now.</summary>
    public void Dispose()
    {
        // A program that this process is just starting has our files open until it runs; unlocking does not wait for that.
        _ = Flock(Handle, Unlock);
        Handle.Dispose();
    }

    private static string Read(SafeFileHandle handle)
    {
        var buffer = new byte[LongestText];
        return Encoding.UTF8.GetString(buffer, 0, RandomAccess.Read(handle, buffer, 0));
    }

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle handle, int operation);
}
