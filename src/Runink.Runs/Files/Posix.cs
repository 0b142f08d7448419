using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Runink.Runs.Files;

/// <summary>
/// The few system calls that .NET does not offer. Linux only; failures are <see cref="IOException"/>s with the system's words.
/// </summary>
internal static partial class Posix
{
    private const int ReadOnly = 0;
    private const int ReadWrite = 2;
    private const int WriteOnly = 1;
    private const int Create = 0x40;
    private const int Exclusive = 0x80;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const nuint BytesToRead = 0x541B;
    private const int OwnerAndGroupAndOthers = 0x1B6; // rw-rw-rw-, cut down by the umask
    private const int OwnersDirectory = 0x1C0; // rwx------
    private const int LockShared = 1;
    private const int LockExclusive = 2;
    private const int LockNonBlocking = 4;
    private const int LockNone = 8;
    private const int Interrupted = 4;
    private const int WouldBlock = 11;
    private const int CurrentDirectory = -100;
    private const int EmptyPath = 0x1000;
    private const int LastLinkItself = 0x100;
    private const uint WantTypeModeAndLinks = 7;
    private const uint WantInode = 0x100;
    private const uint WantMount = 0x1000;

    /// <summary>Forces a directory's entries to disk.</summary>
    public static void SyncDirectory(string path)
    {
        using var handle = Open(path, ReadOnly);
        if (SyncFile(handle) != 0) throw Failure("sync", path);
    }

    /// <summary>
    /// Renames a file over whatever has that name; unlike <see cref="File.Move(string, string)"/> it never copies.
    /// </summary>
    public static void Rename(string from, string to)
    {
        if (RenameFile(from, to) != 0) throw Failure("move into place", to);
    }

    /// <summary>Opens a lock file, making it if it does not exist. The handle does not survive into child processes.</summary>
    public static SafeFileHandle OpenLockFile(string path) => Open(path, ReadWrite | Create);

    /// <summary>Makes a named pipe for everybody who can reach it.</summary>
    public static void MakePipe(string path)
    {
        // The umask would take away from others what a slice of another user needs.
        if (MakeFifo(path, OwnerAndGroupAndOthers) != 0 || ChangeMode(path, OwnerAndGroupAndOthers) != 0) throw Failure("make the pipe", path);
    }

    /// <summary>Bytes that wait in a named pipe to be read.</summary>
    public static int UnreadBytes(string pipe)
    {
        using var handle = Open(pipe, ReadOnly | NonBlocking);
        return Control(handle, BytesToRead, out var bytes) == 0 ? bytes : throw Failure("look into the pipe", pipe);
    }

    /// <summary>Makes a directory that nobody else can look into.</summary>
    public static void MakePrivateDirectory(string path)
    {
        if (MakeDirectory(path, OwnersDirectory) != 0) throw Failure("make the directory", path);
    }

    /// <summary>Makes a file that must not exist yet, with exactly these permissions, and opens it for writing.</summary>
    public static SafeFileHandle CreateNew(string path, int mode)
    {
        var handle = Open(path, WriteOnly | Create | Exclusive, mode);
        // The umask has taken some of them away.
        if (ChangeMode(path, mode) == 0) return handle;
        handle.Dispose();
        throw Failure("set the permissions of", path);
    }

    /// <summary>Takes the kernel lock of an open file; false when another open file holds it.</summary>
    public static bool TryLock(SafeFileHandle handle, bool shared)
    {
        while (Flock(handle, (shared ? LockShared : LockExclusive) | LockNonBlocking) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error == WouldBlock) return false;
            if (error != Interrupted) throw Failure("lock", "lock file");
        }

        return true;
    }

    /// <summary>Gives the kernel lock of an open file back.</summary>
    public static void Unlock(SafeFileHandle handle) => _ = Flock(handle, LockNone);

    /// <summary>Which file a handle has open.</summary>
    public static FileIdentity Identify(SafeFileHandle handle) =>
        Statx(handle.DangerousGetHandle().ToInt32(), "", EmptyPath, WantInode | WantMount, out var status) == 0
            ? status.Identity
            : throw Failure("stat", "lock file");

    /// <summary>Which file a path names, links followed; null when nothing is there.</summary>
    public static FileIdentity? Identify(string path) =>
        Statx(CurrentDirectory, path, 0, WantInode | WantMount, out var status) == 0 ? status.Identity : null;

    /// <summary>
    /// Whether a path names a plain file that has no other name and gives nobody the rights of its owner. The last link is not followed.
    /// </summary>
    public static bool IsOrdinary(string path) =>
        Statx(CurrentDirectory, path, LastLinkItself, WantTypeModeAndLinks, out var status) == 0 && status.IsOrdinary;

    /// <summary>Sends a signal; a process that is gone already is no error.</summary>
    public static void Signal(int processId, int signal) => _ = Kill(processId, signal);

    private static SafeFileHandle Open(string path, int flags, int mode = OwnerAndGroupAndOthers)
    {
        var descriptor = OpenFile(path, flags | CloseOnExec, mode);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure("open", path);
    }

    private static IOException Failure(string verb, string path)
    {
        var error = new Win32Exception(Marshal.GetLastPInvokeError());
        return new IOException($"cannot {verb} '{path}': {error.Message}", error);
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle handle, nuint request, out int value);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, int mode);

    [LibraryImport("libc", EntryPoint = "mkdir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeDirectory(string path, int mode);

    [LibraryImport("libc", EntryPoint = "chmod", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeMode(string path, int mode);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameFile(string from, string to);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int SyncFile(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(SafeFileHandle handle, int operation);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, out FileStatus status);

    /// <summary>
    /// The kernel's <c>struct statx</c>, the same on every architecture; only what is asked for here has a name.
    /// </summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private readonly struct FileStatus
    {
        private const int TypeMask = 0xF000;
        private const int PlainFile = 0x8000;
        private const int SetUserSetGroup = 0xC00;

        [FieldOffset(16)]
        private readonly uint _links;

        [FieldOffset(28)]
        private readonly ushort _mode;

        [FieldOffset(32)]
        private readonly ulong _inode;

        [FieldOffset(136)]
        private readonly uint _deviceMajor;

        [FieldOffset(140)]
        private readonly uint _deviceMinor;

        [FieldOffset(144)]
        private readonly ulong _mount;

        public bool IsOrdinary => (_mode & TypeMask) == PlainFile && (_mode & SetUserSetGroup) == 0 && _links == 1;

        public FileIdentity Identity => new(((ulong)_deviceMajor << 32) | _deviceMinor, _mount, _inode);
    }
}
