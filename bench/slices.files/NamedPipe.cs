using System.Runtime.InteropServices;

namespace Runink.Bench.Slices;

/// <summary>Makes named pipes.</summary>
internal static partial class NamedPipe
{
    /// <summary>Makes one that everybody may use who reaches it, and returns its path.</summary>
    public static string Make(string path)
    {
        if (MakePipe(path, 0) != 0) throw new IOException($"cannot make the pipe '{path}'");
        const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        File.SetUnixFileMode(path, Everybody);
        return path;
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, uint mode);
}
