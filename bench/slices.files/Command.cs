using System.Runtime.InteropServices;

namespace Runink.Bench.Slices;

/// <summary>
/// Runs a command to its end as cheaply as the system can: <c>posix_spawn</c>, standard streams on <c>/dev/null</c>, a blocking
/// wait. What is measured is the command and not the way in which .NET starts processes.
/// </summary>
internal static unsafe partial class Command
{
    // The opaque structure of glibc is 80 bytes; what is used of it is not told in advance.
    private const int StructureBytes = 1024;
    private const int ReadWrite = 2;

    public static void Run(IReadOnlyList<string> command)
    {
        var actions = (nint)NativeMemory.AllocZeroed(StructureBytes);
        var words = command.Select(Marshal.StringToCoTaskMemUTF8).ToArray();
        try
        {
            Check(InitActions(actions));
            for (var stream = 0; stream < 3; stream++) Check(AddOpen(actions, stream, "/dev/null", ReadWrite, 0));
            nint[] arguments = [.. words, 0];
            nint[] environment = [Marshal.StringToCoTaskMemUTF8("PATH=/usr/sbin:/usr/bin:/sbin:/bin"), 0];
            Check(Spawn(out var process, command[0], actions, 0, arguments, environment));
            Marshal.FreeCoTaskMem(environment[0]);
            if (Wait(process, out var status, 0) != process || status != 0)
                throw new InvalidOperationException($"'{string.Join(' ', command)}' ended with status {status}");
        }
        finally
        {
            _ = DestroyActions(actions);
            NativeMemory.Free((void*)actions);
            foreach (var word in words) Marshal.FreeCoTaskMem(word);
        }
    }

    private static void Check(int error)
    {
        if (error != 0) throw new IOException($"cannot start a process: error {error}");
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Spawn(
        out int process, string program, nint actions, nint attributes, nint[] arguments, nint[] environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int InitActions(nint actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddOpen(nint actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int DestroyActions(nint actions);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int Wait(int id, out int status, int options);
}
