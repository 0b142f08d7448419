using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Runink.Store.Journal;

/// <summary>The calls of the kernel that .NET has no name for.</summary>
internal static partial class Libc
{
    public const int LockShared = 1;
    public const int LockExclusive = 2;
    public const int LockNonBlocking = 4;
    public const int Unlock = 8;

    public const int WouldBlock = 11;
    public const int ReadOnlyFileSystem = 30;
    public const int NoSpace = 28;
    public const int QuotaExceeded = 122;

    public const int NoSuchFile = 2;
    public const int AccessDenied = 13;

    private const int Interrupted = 4;
    private const int ReadWrite = 2;
    private const int Create = 0x40;
    private const int CloseOnExec = 0x80000;
    private const int OrdinaryMode = 0x1B6;

    /// <summary>
    /// Opens a file to lock it, making it if that is allowed; .NET would take a lock of its own on what it opens.
    /// </summary>
    public static SafeFileHandle OpenToLock(string path, bool writable)
    {
        var descriptor = Open(path, CloseOnExec | (writable ? ReadWrite | Create : 0), OrdinaryMode);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw LastError($"open {path}");
    }

    /// <summary>Tries to take or release a kernel lock on an open file; returns 0 or the error number.</summary>
    public static int Lock(SafeFileHandle file, int operation) =>
        Flock(file, operation) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Waits until the file's data, and the length needed to read it, are on the disk.</summary>
    public static void SyncData(SafeFileHandle file)
    {
        while (Fdatasync(file) != 0) ThrowUnlessInterrupted("fdatasync");
    }

    /// <summary>Waits until the names in a directory are on the disk.</summary>
    public static void SyncDirectory(string path)
    {
        var descriptor = Open(path, CloseOnExec, OrdinaryMode);
        if (descriptor < 0) throw LastError($"open {path}");
        using var directory = new SafeFileHandle(descriptor, ownsHandle: true);
        while (Fsync(directory) != 0) ThrowUnlessInterrupted($"fsync {path}");
    }

    private static void ThrowUnlessInterrupted(string call)
    {
        if (Marshal.GetLastPInvokeError() != Interrupted) throw LastError(call);
    }

    private static IOException LastError(string call)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{call}: {Marshal.GetPInvokeErrorMessage(error)}", error);
    }

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int Fdatasync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);
}
