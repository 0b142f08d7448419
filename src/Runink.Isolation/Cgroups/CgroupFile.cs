using System.Runtime.InteropServices;
using System.Text;
using Runink.Isolation.Processes;

namespace Runink.Isolation.Cgroups;

/// <summary>
/// Reads and writes the files of control groups, which are not like others: each write is a command. By three system calls each,
/// as a start does dozens of it; .NET's own way takes locks and asks for lengths in between.
/// </summary>
internal static partial class CgroupFile
{
    private const int WriteOnly = 1;
    private const int CloseOnExec = 0x80000;
    private const int Missing = 2;
    private const int LongestText = 4096;

    /// <summary>Writes a value in one call, into a file that must exist.</summary>
    /// <exception cref="IOException">There is none, or the kernel refuses.</exception>
    public static void Write(string path, string value)
    {
        if (!TryWrite(path, value)) throw new FileNotFoundException($"there is no '{path}'", path);
    }

    /// <summary>Writes a value in one call; false when there is no such file.</summary>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public static bool TryWrite(string path, string value)
    {
        var file = Open(path, WriteOnly | CloseOnExec);
        if (file < 0) return Marshal.GetLastPInvokeError() == Missing ? false : throw Posix.Failure($"open '{path}'");
        try
        {
            var bytes = Encoding.ASCII.GetBytes(value);
            return Write(file, bytes, bytes.Length) == bytes.Length ? true : throw Posix.Failure($"write '{value}' to '{path}'");
        }
        finally
        {
            _ = Close(file);
        }
    }

    /// <summary>Reads a file of a group; empty when there is none or the group is gone.</summary>
    public static string Read(string group, string name)
    {
        var file = Open(Path.Join(group, name), CloseOnExec);
        if (file < 0) return "";
        try
        {
            var text = new StringBuilder();
            Span<byte> buffer = stackalloc byte[LongestText];

            // A group that is removed while it is read fails with ENODEV.
            while (Read(file, buffer, buffer.Length) is > 0 and var read) text.Append(Encoding.ASCII.GetString(buffer[..(int)read]));
            return text.ToString();
        }
        finally
        {
            _ = Close(file);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int file, Span<byte> buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int file, ReadOnlySpan<byte> buffer, nint count);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
