using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Runink.Data.Arrow.Ipc;

/// <summary>Writes many buffers in one call of the system, for pipes, where .NET has no such thing.</summary>
internal static unsafe partial class GatheredWrite
{
    /// <summary>The most buffers that the system takes at once.</summary>
    internal const int PiecesMax = 1024;

    private const int Interrupted = 4;

    /// <summary>Writes all of them, and waits as long as the reader makes it.</summary>
    /// <exception cref="IOException">The reader is gone, or the system refuses.</exception>
    internal static void Write(SafeFileHandle handle, List<ReadOnlyMemory<byte>> pieces)
    {
        var pins = new MemoryHandle[pieces.Count];
        var parts = stackalloc Part[PiecesMax];
        try
        {
            for (var i = 0; i < pins.Length; i++)
            {
                pins[i] = pieces[i].Pin();
                parts[i] = new Part { Start = (byte*)pins[i].Pointer, Length = (nuint)pieces[i].Length };
            }
            WriteAll(handle, parts, pins.Length);
        }
        finally
        {
            foreach (var pin in pins) pin.Dispose();
        }
    }

    private static void WriteAll(SafeFileHandle handle, Part* parts, int count)
    {
        while (count > 0)
        {
            var written = writev(handle, parts, count);
            if (written < 0)
            {
                var error = Marshal.GetLastPInvokeError();
                if (error == Interrupted) continue;
                throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
            }
            var taken = (nuint)written;
            while (count > 0 && taken >= parts->Length)
            {
                taken -= parts->Length;
                parts++;
                count--;
            }
            if (count == 0) return;
            parts->Start += taken;
            parts->Length -= taken;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Part
    {
        internal byte* Start;
        internal nuint Length;
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint writev(SafeFileHandle descriptor, Part* parts, int count);
}
