using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Runink.Isolation.Processes;

/// <summary>
/// Changes what is mounted in a namespace that others live in, whom this process does not trust. While a thread is there every
/// path leads to files of theirs, and the runtime may open one whenever it compiles a method for the first time, finds a
/// function of a library, or starts a thread. So what happens there is one method, compiled for good before, that calls by
/// pointers.
/// </summary>
internal static unsafe class ForeignMounts
{
    private const int MoveMountCall = 429;
    private const int CurrentDirectory = -100;
    private const int FromEmptyPath = 4;
    private const int NewMounts = 0x20000;
    private const int Lazily = 2;
    private static readonly nint Library = NativeLibrary.Load("libc.so.6");
    private static readonly delegate* unmanaged<int, int, int> SetNamespace =
        (delegate* unmanaged<int, int, int>)NativeLibrary.GetExport(Library, "setns");

    private static readonly delegate* unmanaged<byte*, int, int> Unmount =
        (delegate* unmanaged<byte*, int, int>)NativeLibrary.GetExport(Library, "umount2");

    private static readonly delegate* unmanaged<nint, nint, byte*, nint, byte*, nint, nint> SystemCall =
        (delegate* unmanaged<nint, nint, byte*, nint, byte*, nint, nint>)NativeLibrary.GetExport(Library, "syscall");

    private static readonly delegate* unmanaged<int*> ErrorLocation =
        (delegate* unmanaged<int*>)NativeLibrary.GetExport(Library, "__errno_location");

    /// <summary>
    /// Takes away what is mounted at a path in the namespace of a process, and mounts something else there. The calling thread
    /// must have left the machine's namespace, and is back in its own when this returns.
    /// </summary>
    /// <param name="process">The process, opened.</param>
    /// <param name="target">The path, in which nobody there can put a link.</param>
    /// <param name="taken">Whether something is mounted there. Who has files of it open keeps those.</param>
    /// <param name="mount">What is to be mounted, seen by nobody yet; nothing when null.</param>
    /// <exception cref="IOException">The process is gone, or the kernel refuses.</exception>
    public static void Replace(SafeHandle process, string target, bool taken, SafeHandle? mount)
    {
        using var own = Posix.OpenForReading("/proc/thread-self/ns/mnt");
        var path = Encoding.UTF8.GetBytes(target + '\0');
        int step;
        int error;
        fixed (byte* pinned = path)
        {
            var errors = ErrorLocation();
            step = Replace(Number(own), Number(process), pinned, taken, mount is null ? -1 : Number(mount), errors, out error);
        }

        if (step != 0) throw Posix.Failure(Verb(step, target), error);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Replace(int own, int process, byte* target, bool taken, int mount, int* errors, out int error)
    {
        byte empty = 0;
        var failed = 0;
        error = 0;
        if (SetNamespace(process, NewMounts) != 0)
        {
            error = *errors;
            return 1;
        }

        if (taken && Unmount(target, Lazily) != 0)
        {
            error = *errors;
            failed = 2;
        }
        else if (mount >= 0 && SystemCall(MoveMountCall, mount, &empty, CurrentDirectory, target, FromEmptyPath) != 0)
        {
            error = *errors;
            failed = 3;
        }

        // It cannot fail: the namespace was this thread's a moment ago. Should it all the same, nobody may go on here.
        if (SetNamespace(own, NewMounts) != 0) Environment.FailFast("a thread is caught in a slice's mounts");
        return failed;
    }

    private static int Number(SafeHandle handle) => (int)handle.DangerousGetHandle();

    private static string Verb(int step, string target) => step switch
    {
        1 => "enter the mounts of a slice",
        2 => $"take away what a slice has at {target}",
        _ => $"give files to a slice at {target}",
    };
}
