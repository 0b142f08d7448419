using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Runink.Isolation.Processes;

/// <summary>
/// Starts a program with the C library's <c>posix_spawn</c>: unlike .NET's own way it passes descriptors, and passes no others,
/// whoever in this process has left one open to programs. Needs glibc 2.34.
/// </summary>
internal static unsafe partial class PosixSpawn
{
    // The opaque structures of glibc are 80 and 336 bytes; what is used of them is not told in advance.
    private const int StructureBytes = 1024;
    private const short SetSignalDefaults = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSession = 0x80;
    private const int NotSupported = 38;

    /// <summary>
    /// Starts a program in a session of its own, with all signals as a program expects them, and returns its process number.
    /// </summary>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static int Start(ProcessStart start)
    {
        var highest = start.Descriptors.Max(descriptor => descriptor.Number);
        var moved = new List<SafeFileHandle>();
        var actions = (nint)NativeMemory.AllocZeroed(StructureBytes);
        var attributes = (nint)NativeMemory.AllocZeroed(StructureBytes);
        try
        {
            Check(InitActions(actions), "prepare a start");
            Check(InitAttributes(attributes), "prepare a start");
            Check(AddChangeDirectory(actions, start.WorkingDirectory), "prepare a start");
            foreach (var descriptor in start.Descriptors)
            {
                // From above all targets, so that none is overwritten before it was copied.
                var source = Posix.DuplicateAbove(descriptor.Handle, highest + 1);
                moved.Add(source);
                Check(AddDuplicate(actions, source, descriptor.Number), "pass a descriptor");
            }

            Check(CloseFrom(actions, highest + 1), "close descriptors");
            SetAttributes(attributes);
            using var arguments = new NativeStrings([start.Program, .. start.Arguments]);
            using var environment = new NativeStrings(start.Environment);
            var error = Spawn(out var process, start.Program, actions, attributes, arguments.Pointer, environment.Pointer);
            Check(error, $"start '{start.Program}'");
            return process;
        }
        finally
        {
            _ = DestroyActions(actions);
            _ = DestroyAttributes(attributes);
            NativeMemory.Free((void*)actions);
            NativeMemory.Free((void*)attributes);
            moved.ForEach(handle => handle.Dispose());
        }
    }

    private static void SetAttributes(nint attributes)
    {
        var signals = stackalloc byte[StructureBytes];
        Check(FillSignals(signals), "prepare a start");
        Check(SetDefaults(attributes, signals), "prepare a start");
        Check(EmptySignals(signals), "prepare a start");
        Check(SetMask(attributes, signals), "prepare a start");
        Check(SetFlags(attributes, SetSignalDefaults | SetSignalMask | SetSession), "prepare a start");
    }

    private static int CloseFrom(nint actions, int first)
    {
        try
        {
            return AddCloseFrom(actions, first);
        }
        catch (EntryPointNotFoundException)
        {
            return NotSupported;
        }
    }

    private static void Check(int error, string verb)
    {
        if (error != 0) throw Posix.Failure(verb, error);
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Spawn(
        out int process, string program, nint actions, nint attributes, nint arguments, nint environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int InitActions(nint actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int DestroyActions(nint actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int AddDuplicate(nint actions, SafeFileHandle source, int target);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    private static partial int AddCloseFrom(nint actions, int first);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddChangeDirectory(nint actions, string path);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int InitAttributes(nint attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int DestroyAttributes(nint attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int SetFlags(nint attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int SetDefaults(nint attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int SetMask(nint attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    private static partial int FillSignals(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    private static partial int EmptySignals(byte* signals);
}
