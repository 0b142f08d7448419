using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Runink.Isolation.Network;

/// <summary>A listening Unix socket that only some can connect to. The file goes when it is disposed.</summary>
internal sealed partial class UnixSocketFile : IDisposable
{
    private const int PathMax = 107;
    private const int Backlog = 64;
    private const uint SameGroup = uint.MaxValue;
    private const int DirectoryOnly = 0x290000; // O_PATH | O_DIRECTORY | O_CLOEXEC
    private const UnixFileMode Owners = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Everybodys =
        Owners | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    // A long path is said shorter, by way of the directory's descriptor, which has to stay until the file is gone.
    private readonly SafeFileHandle? _directory;

    private UnixSocketFile(Socket socket, SafeFileHandle? directory) => (Socket, _directory) = (socket, directory);

    /// <summary>The socket.</summary>
    public Socket Socket { get; }

    /// <summary>Makes it.</summary>
    /// <param name="path">Where.</param>
    /// <param name="owner">The only user who may connect beside this process's; null for none.</param>
    /// <param name="isOpen">Whether everybody may connect who can reach it.</param>
    /// <exception cref="IOException">The file cannot be made or given away; the message says which.</exception>
    public static UnixSocketFile Listen(string path, uint? owner, bool isOpen)
    {
        if (!OperatingSystem.IsLinux()) throw new PlatformNotSupportedException("slices run on Linux");
        var directory = Encoding.UTF8.GetByteCount(path) > PathMax ? OpenDirectory(Path.GetDirectoryName(path)!) : null;
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            File.Delete(path);
            var bound = directory is null ? path : $"/proc/self/fd/{directory.DangerousGetHandle()}/{Path.GetFileName(path)}";
            socket.Bind(new UnixDomainSocketEndPoint(bound));
            // Before anybody can connect: that takes Listen.
            File.SetUnixFileMode(path, isOpen ? Everybodys : Owners);
            if (owner is { } user && ChangeOwner(path, user, SameGroup) != 0)
                throw new IOException($"cannot give {path} to user {user}: {Marshal.GetLastPInvokeErrorMessage()}");
            socket.Listen(Backlog);
            return new(socket, directory);
        }
        catch (Exception error)
        {
            socket.Dispose();
            directory?.Dispose();
            if (error is SocketException or ArgumentException) throw new IOException($"cannot listen on {path}: {error.Message}", error);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Socket.Dispose();
        _directory?.Dispose();
    }

    private static SafeFileHandle OpenDirectory(string path)
    {
        var directory = Open(path, DirectoryOnly);
        return directory.IsInvalid ? throw new IOException($"cannot look into {path}: {Marshal.GetLastPInvokeErrorMessage()}") : directory;
    }

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle Open(string path, int flags);
}
