using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Runink.Isolation.Processes;

/// <summary>
/// The kernel's calls about mounts and mount namespaces. Some are younger than the C library that is asked for and go by their
/// numbers, which are the same on all architectures. Failures are <see cref="IOException"/>s with the system's words.
/// </summary>
internal static unsafe partial class MountCalls
{
    private const int OpenTreeCall = 428;
    private const int MoveMountCall = 429;
    private const int OpenWithRulesCall = 437;
    private const int SetAttributesCall = 442;
    private const int CurrentDirectory = -100;
    private const int CloseOnExec = 0x80000;
    private const int OnlyPath = 0x200000;
    private const int EmptyPath = 0x1000;
    private const int WholeTree = 0x8000;
    private const int CloneTree = 1;
    private const int FromEmptyPath = 4;
    private const int NoLinks = 4;
    private const int NewMounts = 0x20000;
    private const int Private = 0x40000;
    private const int Slave = 0x80000;
    private const int Recursive = 0x4000;
    private const int BindOther = 0x1000;
    private const int Remount = 0x20;
    private const int ReadOnly = 1;
    private const int NoSetuid = 2;
    private const int NoSetuidNoDevices = NoSetuid | 4;
    private const int NoExec = 8;

    /// <summary>
    /// Gives the calling thread a mount namespace of its own, a copy from which nothing passes to the machine's, and a root,
    /// working directory and umask of its own. What is unmounted there is here too, or it would stay in use. The thread must
    /// not be one of a pool, and must start none.
    /// </summary>
    public static void LeaveTheMachine()
    {
        Check(Unshare(NewMounts), "make a mount namespace");
        Check(MountAt(null, "/", null, Slave | Recursive, null), "detach mounts");
    }

    /// <summary>Mounts an empty file system in memory, without devices or programs that change who one is.</summary>
    /// <param name="target">Where.</param>
    /// <param name="options">Its options.</param>
    /// <param name="programs">Whether programs in it run.</param>
    public static void MountMemory(string target, string options, bool programs = false) =>
        Check(MountAt("runi", target, "tmpfs", NoSetuidNoDevices | (programs ? 0 : NoExec), options), $"mount on {target}");

    /// <summary>Shows a file or directory, with what is mounted beneath it, at another path too. Links in both are followed.</summary>
    public static void Bind(string source, string target) => Check(MountAt(source, target, null, BindOther | Recursive, null), $"bind '{source}'");

    /// <summary>Mounts an empty file system in memory on which device nodes can be bound and opened.</summary>
    public static void MountDevices(string target, string options) => Check(MountAt("runi", target, "tmpfs", NoSetuid | NoExec, options), $"mount on {target}");

    /// <summary>Lets nobody change what was mounted by <see cref="MountDevices"/>. The devices in it are mounts of their own.</summary>
    public static void CloseDevices(string target) =>
        Check(MountAt(null, target, null, Remount | BindOther | ReadOnly | NoSetuid | NoExec, null), $"close '{target}'");

    /// <summary>Opens what is at an absolute path only to name it. A link anywhere on the path is an error.</summary>
    public static SafeFileHandle NameWithoutLinks(string path)
    {
        var text = (byte*)Marshal.StringToCoTaskMemUTF8(path);
        var rules = stackalloc ulong[] { OnlyPath | CloseOnExec, 0, NoLinks };
        try
        {
            var descriptor = Call(OpenWithRulesCall, CurrentDirectory, (nint)text, (nint)rules, 3 * sizeof(ulong), 0);
            return Own(descriptor, $"open '{path}'");
        }
        finally
        {
            Marshal.FreeCoTaskMem((nint)text);
        }
    }

    /// <summary>A mount of what is open, seen by nobody yet.</summary>
    /// <param name="source">A file or directory.</param>
    /// <param name="recursive">Whether with what is mounted beneath it.</param>
    public static SafeFileHandle Clone(SafeHandle source, bool recursive)
    {
        var empty = (byte)0;
        var flags = CloneTree | CloseOnExec | EmptyPath | (recursive ? WholeTree : 0);
        return Own(Call(OpenTreeCall, source.DangerousGetHandle(), (nint)(&empty), flags, 0, 0), "clone a mount");
    }

    /// <summary>Sets attributes of a mount, and that nothing passes from and to others; returns 0 or the error.</summary>
    /// <param name="mount">The mount.</param>
    /// <param name="attributes">What is set.</param>
    /// <param name="userNamespace">The user namespace that maps owners, for <see cref="MountAttributes.IdMapped"/>.</param>
    public static int TrySet(SafeHandle mount, MountAttributes attributes, SafeHandle? userNamespace)
    {
        var empty = (byte)0;
        var values = stackalloc ulong[] { (ulong)attributes, 0, Private, (ulong)(userNamespace?.DangerousGetHandle() ?? 0) };
        var size = 4 * sizeof(ulong);
        var result = Call(SetAttributesCall, mount.DangerousGetHandle(), (nint)(&empty), EmptyPath, (nint)values, size);
        return result == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    /// <summary>Moves a mount that nobody sees to a path.</summary>
    public static void Move(SafeHandle mount, string target)
    {
        var empty = (byte)0;
        var text = (byte*)Marshal.StringToCoTaskMemUTF8(target);
        var result = Call(MoveMountCall, mount.DangerousGetHandle(), (nint)(&empty), CurrentDirectory, (nint)text, FromEmptyPath);
        var error = Marshal.GetLastPInvokeError();
        Marshal.FreeCoTaskMem((nint)text);
        if (result != 0) throw Posix.Failure($"mount on {target}", error);
    }

    private static void Check(int result, string verb)
    {
        if (result != 0) throw Posix.Failure(verb);
    }

    private static SafeFileHandle Own(nint descriptor, string verb) =>
        descriptor >= 0 ? new(descriptor, ownsHandle: true) : throw Posix.Failure(verb);

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    private static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MountAt(string? source, string target, string? type, nint flags, string? data);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(nint number, nint first, nint second, nint third, nint fourth, nint fifth);
}
