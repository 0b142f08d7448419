using System.Runtime.InteropServices;

namespace Runink.Isolation.Processes;

/// <summary>
/// Calls about files, their owners and their names that .NET does not offer. Failures are <see cref="IOException"/>s with the
/// system's words.
/// </summary>
internal static partial class FileCalls
{
    private const int FileStatusBytes = 256;
    private const int OwnerAt = 20;
    private const int GroupAt = 24;
    private const int ModeAt = 28;
    private const int EmptyPath = 0x1000;
    private const uint TypeModeAndOwner = 0x1B;
    private const int PlainFile = 0x8000;
    private const int ReadableByAll = 0x124; // r--r--r--

    /// <summary>Whose an open file is, and what it is.</summary>
    public static FileStatus StatusOf(SafeHandle file)
    {
        Span<byte> status = stackalloc byte[FileStatusBytes];
        if (StatxOf(file, "", EmptyPath, TypeModeAndOwner, status) != 0) throw Posix.Failure("look at an open file");
        return new(
            BitConverter.ToUInt32(status[OwnerAt..]),
            BitConverter.ToUInt32(status[GroupAt..]),
            BitConverter.ToUInt16(status[ModeAt..]));
    }

    /// <summary>Gives what is open to a user and a group.</summary>
    public static void GiveTo(SafeHandle file, uint user, uint group)
    {
        if (ChangeOwnerAt(file, "", user, group, EmptyPath) != 0) throw Posix.Failure($"give a file to user {user}");
    }

    /// <summary>
    /// Sets what the calling thread's new files do not permit, with all threads that share its root and working directory.
    /// Returns what it was.
    /// </summary>
    public static int SetUmask(int mask) => Umask(mask);

    /// <summary>Makes an empty file that everybody may read, so that something can be mounted on it.</summary>
    public static void MakeEmpty(string path)
    {
        if (MakeNode(path, PlainFile | ReadableByAll, 0) != 0) throw Posix.Failure($"make '{path}'");
    }

    /// <summary>Gives a file another name; false when it is another's, or the name would be on another file system.</summary>
    public static bool TryLink(string path, string name) => Link(path, name) == 0;

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatxOf(SafeHandle file, string path, int flags, uint mask, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "fchownat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwnerAt(SafeHandle file, string path, uint user, uint group, int flags);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string path, string name);

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial int Umask(int mask);

    [LibraryImport("libc", EntryPoint = "mknod", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeNode(string path, int mode, ulong device);
}
