using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Runink.Execution.Edges;

/// <summary>Opens the named pipes between slices; each end waits for the other.</summary>
internal static partial class EdgePipe
{
    private const int SetPipeSize = 1031;

    // A message of tens of thousands of rows should not need dozens of turns. What the kernel does not grant is no error.
    private const int WantedBytes = 1 << 20;

    /// <summary>The end that is read.</summary>
    public static Stream OpenToRead(string path) => Open(path, FileAccess.Read);

    /// <summary>The end that is written.</summary>
    public static Stream OpenToWrite(string path) => Open(path, FileAccess.Write);

    private static FileStream Open(string path, FileAccess access)
    {
        var pipe = new FileStream(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        _ = Control(pipe.SafeFileHandle, SetPipeSize, WantedBytes);
        return pipe;
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(SafeFileHandle handle, int command, int argument);
}
