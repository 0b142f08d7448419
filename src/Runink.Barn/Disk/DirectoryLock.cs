using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Runink.Barn;

/// <summary>
/// Keeps other processes out of a data directory: the kernel's lock on a file in it, which ends with the process however that
/// ends. The file names the holder, for the message to others.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    private const string FileName = "lock";

    private readonly SafeFileHandle _file;

    private DirectoryLock(SafeFileHandle file) => _file = file;

    /// <exception cref="DirectoryInUseException">Another process has it.</exception>
    public static DirectoryLock Take(string root)
    {
        var path = Path.Combine(root, FileName);
        var file = Libc.OpenToLock(path);
        try
        {
            if (!Libc.TryLock(file, path))
                throw new DirectoryInUseException($"the data directory {root} is in use by another process{Holder(file)}");
            RandomAccess.SetLength(file, 0);
            RandomAccess.Write(file, Encoding.ASCII.GetBytes($"{Environment.ProcessId}\n"), 0);
            return new DirectoryLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_file.IsClosed) return;
        // Closing is not enough: a child that is being started at this moment has a copy until it runs its program.
        Libc.Unlock(_file);
        _file.Dispose();
    }

    private static string Holder(SafeFileHandle file)
    {
        Span<byte> text = stackalloc byte[16];
        var pid = Encoding.ASCII.GetString(text[..RandomAccess.Read(file, text, 0)]).Trim();
        return int.TryParse(pid, out var number) ? $" (pid {number})" : "";
    }
}
