using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Runink.Barn;

/// <summary>The calls of the kernel that .NET has no name for.</summary>
internal static partial class Libc
{
    public const int NoSpace = 28;
    public const int QuotaExceeded = 122;
    public const int WouldBlock = 11;

    private const int Interrupted = 4;
    private const int NotPermitted = 1;
    private const int AccessDenied = 13;
    private const int ReadOnlyFileSystem = 30;
    private const int NotSupported = 95;
    private const int InvalidArgument = 22;
    private const int CloseOnExec = 0x80000;
    private const int ReadWriteCreate = 0x42;
    private const int CurrentDirectory = -100;
    private const uint RenameExchange = 2;
    private const int StatxBytes = 256;
    private const int StatxUserAt = 20;
    private const uint StatxUser = 0x8;
    private const int OrdinaryMode = 0x1B6;
    private const int LockExclusiveNonBlocking = 6;
    private const int LockUnlock = 8;

    /// <summary>Waits until the file's data, and the length needed to read it, are on the disk.</summary>
    public static void SyncData(SafeFileHandle file, string path)
    {
        while (Fdatasync(file) != 0) ThrowUnlessInterrupted($"fdatasync {path}");
    }

    /// <summary>Waits until the names in a directory are on the disk.</summary>
    public static void SyncDirectory(string path)
    {
        using var directory = OpenRaw(path, CloseOnExec);
        while (Fsync(directory) != 0) ThrowUnlessInterrupted($"fsync {path}");
    }

    /// <summary>Lets two names of one directory change places, at once; it is for the caller to sync that directory.</summary>
    public static void Exchange(string one, string other)
    {
        while (Rename(CurrentDirectory, one, CurrentDirectory, other, RenameExchange) != 0) ThrowUnlessInterrupted($"renameat2 {one} {other}");
    }

    /// <summary>The user that this process acts as.</summary>
    public static uint EffectiveUser => EffectiveUserId();

    /// <summary>The user that a file or directory belongs to.</summary>
    public static uint OwnerOf(string path)
    {
        // Unlike stat's, this layout is the same on all processors.
        Span<byte> found = stackalloc byte[StatxBytes];
        while (Statx(CurrentDirectory, path, 0, StatxUser, found) != 0) ThrowUnlessInterrupted($"statx {path}");
        return MemoryMarshal.Read<uint>(found[StatxUserAt..]);
    }

    /// <summary>Reserves room; returns false when the file system has no such call.</summary>
    public static bool Reserve(SafeFileHandle file, long length, string path)
    {
        while (Fallocate(file, 0, 0, length) != 0)
        {
            if (Marshal.GetLastPInvokeError() is NotSupported or InvalidArgument) return false;
            ThrowUnlessInterrupted($"fallocate {path}");
        }

        return true;
    }

    /// <summary>Opens a file to lock it, making it if need be; .NET would take a lock of its own on what it opens.</summary>
    public static SafeFileHandle OpenToLock(string path) => OpenRaw(path, CloseOnExec | ReadWriteCreate);

    /// <summary>Takes the kernel's lock on an open file; false when another process has it.</summary>
    public static bool TryLock(SafeFileHandle file, string path)
    {
        while (Flock(file, LockExclusiveNonBlocking) != 0)
        {
            if (Marshal.GetLastPInvokeError() == WouldBlock) return false;
            ThrowUnlessInterrupted($"flock {path}");
        }

        return true;
    }

    /// <summary>Gives a lock up, for every copy of the open file.</summary>
    public static void Unlock(SafeFileHandle file) => _ = Flock(file, LockUnlock);

    private static SafeFileHandle OpenRaw(string path, int flags)
    {
        int descriptor;
        while ((descriptor = Open(path, flags, OrdinaryMode)) < 0) ThrowUnlessInterrupted($"open {path}");
        return new SafeFileHandle(descriptor, ownsHandle: true);
    }

    private static void ThrowUnlessInterrupted(string call)
    {
        var error = Marshal.GetLastPInvokeError();
        if (error == Interrupted) return;
        var message = $"{call}: {Marshal.GetPInvokeErrorMessage(error)}";
        throw error switch
        {
            NoSpace or QuotaExceeded => new DiskFullException(message),
            NotPermitted or AccessDenied or ReadOnlyFileSystem => new UnauthorizedAccessException(message),
            _ => new IOException(message, error),
        };
    }

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle file, int operation);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int Fallocate(SafeFileHandle file, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int Fdatasync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeFileHandle file);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(int fromDirectory, string from, int toDirectory, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, Span<byte> found);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUserId();

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);
}
