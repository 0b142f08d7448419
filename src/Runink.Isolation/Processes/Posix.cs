using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Runink.Isolation.Processes;

/// <summary>
/// The system calls that .NET does not offer. Linux only; failures are <see cref="IOException"/>s with the system's words.
/// </summary>
internal static partial class Posix
{
    public const int SignalKill = 9;
    public const int SignalTerminate = 15;
    private const int CloseOnExec = 0x80000;
    private const int MemoryFileCloseOnExec = 1;
    private const int DuplicateAboveCloseOnExec = 1030;
    private const int OnlyPath = 0x200000;
    private const int ReadWrite = 2;
    private const int ReadWriteCreate = 0x42;
    private const int OwnerOnly = 0x180; // rw-------
    private const int CurrentDirectory = -100;
    private const int FileStatusBytes = 256;
    private const int DeviceMajorAt = 136;
    private const int Interrupted = 4;
    private const int PidfdOpen = 434;
    private const int PidfdSendSignal = 424;

    /// <summary>Whether this process is root.</summary>
    public static bool IsRoot => User == 0;

    /// <summary>The user that this process is.</summary>
    public static uint User => EffectiveUser();

    /// <summary>The group that this process is of.</summary>
    public static uint Group => EffectiveGroup();

    /// <summary>Makes a pipe whose ends do not survive into other programs.</summary>
    public static (SafePipeHandle Read, SafePipeHandle Write) Pipe()
    {
        Span<int> ends = stackalloc int[2];
        if (MakePipe(ends, CloseOnExec) != 0) throw Failure("make a pipe");
        return (new SafePipeHandle(ends[0], ownsHandle: true), new SafePipeHandle(ends[1], ownsHandle: true));
    }

    /// <summary>Makes a file that lies in memory alone and has this content; whoever reads it begins at its start.</summary>
    public static SafeFileHandle MemoryFile(string name, ReadOnlySpan<byte> content)
    {
        var handle = Own(MakeMemoryFile(name, MemoryFileCloseOnExec), "make a file in memory");
        RandomAccess.Write(handle, content, 0);
        return handle;
    }

    /// <summary>A second descriptor of an open file, with a number not below a least one.</summary>
    public static SafeFileHandle DuplicateAbove(SafeHandle handle, int least) =>
        Own(Control(handle, DuplicateAboveCloseOnExec, least), "duplicate a descriptor");

    /// <summary>Opens what is at a path only to name it, whatever it is. Links are followed.</summary>
    public static SafeFileHandle Name(string path) => Own(OpenFile(path, OnlyPath | CloseOnExec, 0), $"open '{path}'");

    /// <summary>The path of what is at a path, without links.</summary>
    public static string RealPath(string path)
    {
        using var handle = Name(path);
        return new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget ?? path;
    }

    /// <summary>Opens a lock file for this user alone.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="make">Whether it is made if it does not exist.</param>
    public static SafeFileHandle OpenLockFile(string path, bool make) =>
        Own(OpenFile(path, (make ? ReadWriteCreate : ReadWrite) | CloseOnExec, OwnerOnly), $"open '{path}'");

    /// <summary>Gives a file to a user; a link at the end of the path is not followed.</summary>
    public static void GiveTo(string path, uint user)
    {
        if (ChangeOwner(path, user, user) != 0) throw Failure($"give '{path}' to user {user}");
    }

    /// <summary>The device that a file lies on, <c>8:1</c>; links are followed.</summary>
    public static string DeviceOf(string path)
    {
        Span<byte> status = stackalloc byte[FileStatusBytes];
        if (Statx(CurrentDirectory, path, 0, 0, status) != 0) throw Failure($"look at '{path}'");
        return $"{BitConverter.ToUInt32(status[DeviceMajorAt..])}:{BitConverter.ToUInt32(status[(DeviceMajorAt + 4)..])}";
    }

    /// <summary>
    /// A descriptor of a process that no other is ever mistaken for; null when a condition does not hold once it is open.
    /// </summary>
    public static SafeFileHandle? OpenProcess(int process, Func<bool> still)
    {
        var descriptor = (int)SystemCall(PidfdOpen, process, 0, 0, 0);
        if (descriptor < 0) return null;
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        if (still()) return handle;
        handle.Dispose();
        return null;
    }

    /// <summary>Opens a file that the kernel makes up, to read it or to enter it.</summary>
    public static SafeFileHandle OpenForReading(string path) => Own(OpenFile(path, CloseOnExec, 0), $"open '{path}'");

    /// <summary>Sends a signal; a process that is gone already is no error.</summary>
    public static void Signal(int process, int signal) => _ = Kill(process, signal);

    /// <summary>Waits for the end of a child, whatever it returns.</summary>
    public static void AwaitEnd(int child)
    {
        while (Wait(child, out _, 0) < 0 && Marshal.GetLastPInvokeError() == Interrupted)
        {
        }
    }

    /// <summary>
    /// Sends a signal if a condition still holds once the process cannot be mistaken for another that got its number.
    /// </summary>
    public static void SignalIf(int process, int signal, Func<bool> still)
    {
        using var handle = OpenProcess(process, still);
        if (handle is not null) _ = SystemCall(PidfdSendSignal, handle.DangerousGetHandle(), signal, 0, 0);
    }

    /// <summary>The system's words for what failed last.</summary>
    public static IOException Failure(string verb, int? error = null)
    {
        var cause = new Win32Exception(error ?? Marshal.GetLastPInvokeError());
        return new IOException($"cannot {verb}: {cause.Message}", cause);
    }

    private static SafeFileHandle Own(int descriptor, string verb) =>
        descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Failure(verb);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "getegid")]
    private static partial uint EffectiveGroup();

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static partial int MakePipe(Span<int> ends, int flags);

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeMemoryFile(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeHandle handle, int command, int argument);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int Wait(int process, out int status, int options);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint first, nint second, nint third, nint fourth);
}
