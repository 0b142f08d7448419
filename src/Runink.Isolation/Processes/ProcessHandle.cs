using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Runink.Isolation.Processes;

/// <summary>A process that is not a child of this one, and its end.</summary>
internal sealed partial class ProcessHandle : IDisposable
{
    private const short Readable = 1;
    private readonly SafeFileHandle _handle;

    private ProcessHandle(SafeFileHandle handle) => _handle = handle;

    /// <summary>Opens a process; null when it is gone.</summary>
    public static ProcessHandle? Open(int process) => Posix.OpenProcess(process, () => true) is { } handle ? new(handle) : null;

    /// <summary>Waits until it has ended, so long and no longer. Blocks.</summary>
    public void AwaitEnd(TimeSpan patience)
    {
        var question = new Question((int)_handle.DangerousGetHandle(), Readable, 0);
        _ = Poll(ref question, 1, (int)patience.TotalMilliseconds);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(ref Question question, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Question(int Descriptor, short Asked, short Answer);
}
