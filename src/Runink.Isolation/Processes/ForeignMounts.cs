using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
    private const int SetAttributesCall = 442;
    private const int WholeTree = 0x8000;
    private const int AttributesBytes = 4 * sizeof(ulong);
    private const int CurrentDirectory = -100;
    private const int FromEmptyPath = 4;
    private const int NewMounts = 0x20000;
    private const int OwnDirectories = 0x200;
    private const int Lazily = 2;
    private const int Busy = 16;
    private static readonly nint Library = NativeLibrary.Load("libc.so.6");
    private static readonly delegate* unmanaged<int, int, int> SetNamespace =
        (delegate* unmanaged<int, int, int>)NativeLibrary.GetExport(Library, "setns");

    private static readonly delegate* unmanaged<int, int> Unshare =
        (delegate* unmanaged<int, int>)NativeLibrary.GetExport(Library, "unshare");

    private static readonly delegate* unmanaged<byte*, int, int> Unmount =
        (delegate* unmanaged<byte*, int, int>)NativeLibrary.GetExport(Library, "umount2");

    private static readonly delegate* unmanaged<nint, nint, byte*, nint, byte*, nint, nint> SystemCall =
        (delegate* unmanaged<nint, nint, byte*, nint, byte*, nint, nint>)NativeLibrary.GetExport(Library, "syscall");

    private static readonly delegate* unmanaged<int*> ErrorLocation =
        (delegate* unmanaged<int*>)NativeLibrary.GetExport(Library, "__errno_location");

    /// <summary>
    /// Makes changes in the namespace of a process, in their order, up to the first that fails. The calling thread must have
    /// left the machine's namespace, and is back in its own when this returns.
    /// </summary>
    /// <param name="process">The process, opened.</param>
    /// <param name="changes">What to change.</param>
    /// <exception cref="StillWrittenException">Files that are to be closed are still open for writing.</exception>
    /// <exception cref="IOException">The process is gone, or the kernel refuses.</exception>
    public static void Make(SafeHandle process, IReadOnlyList<MountChange> changes)
    {
        using var own = Posix.OpenForReading("/proc/thread-self/ns/mnt");
        var steps = stackalloc Step[changes.Count];
        for (var i = 0; i < changes.Count; i++)
        {
            var target = (byte*)Marshal.StringToCoTaskMemUTF8(changes[i].Target);
            steps[i] = new(changes[i].Kind, changes[i].Mount is { } mount ? Number(mount) : -1, target);
        }

        var failed = Make(Number(own), Number(process), steps, changes.Count, ErrorLocation(), out var error);
        for (var i = 0; i < changes.Count; i++) Marshal.FreeCoTaskMem((nint)steps[i].Target);
        if (failed < 0) throw Posix.Failure("enter the mounts of a slice", error);
        if (failed == changes.Count) return;
        if (changes[failed].Kind == MountChangeKind.Close && error == Busy) throw new StillWrittenException(changes[failed].Target);
        throw Posix.Failure($"change what a slice has at {changes[failed].Target}", error);
    }

    // Returns how many were made, or -1.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Make(int own, int process, Step* steps, int count, int* errors, out int error)
    {
        byte empty = 0;
        var readOnly = stackalloc ulong[] { (ulong)MountAttributes.ReadOnly, 0, 0, 0 };
        error = 0;

        // If the runtime started a thread from this one meanwhile, the two share a working directory: the kernel refuses that.
        if (Unshare(OwnDirectories) != 0 || SetNamespace(process, NewMounts) != 0)
        {
            error = *errors;
            return -1;
        }

        var made = 0;
        for (; made < count; made++)
        {
            var target = steps[made].Target;
            var result = steps[made].Kind switch
            {
                MountChangeKind.Take => Unmount(target, Lazily),
                MountChangeKind.Close => SystemCall(SetAttributesCall, CurrentDirectory, target, WholeTree, (byte*)readOnly, AttributesBytes),
                _ => SystemCall(MoveMountCall, steps[made].Mount, &empty, CurrentDirectory, target, FromEmptyPath),
            };
            if (result == 0) continue;
            error = *errors;
            break;
        }

        // It cannot fail: the namespace was this thread's a moment ago. Should it all the same, nobody may go on here.
        if (SetNamespace(own, NewMounts) != 0) Environment.FailFast("a thread is caught in a slice's mounts");
        return made;
    }

    private static int Number(SafeHandle handle) => (int)handle.DangerousGetHandle();

    private readonly struct Step(MountChangeKind kind, int mount, byte* target)
    {
        public readonly MountChangeKind Kind = kind;
        public readonly int Mount = mount;
        public readonly byte* Target = target;
    }
}
