using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Runink.Isolation.Network;

/// <summary>Listening Unix sockets that only one user can connect to. The file goes when the socket is disposed.</summary>
internal static partial class UnixSocketFile
{
    private const int PathMax = 107;
    private const int Backlog = 64;
    private const uint SameGroup = uint.MaxValue;

    /// <exception cref="IOException">The path is too long, or the file cannot be made or given away; the message says which.</exception>
    public static Socket Listen(string path, uint? owner)
    {
        if (!OperatingSystem.IsLinux()) throw new PlatformNotSupportedException("slices run on Linux");
        if (Encoding.UTF8.GetByteCount(path) > PathMax)
            throw new IOException($"the path of a Unix socket has at most {PathMax} bytes: {path}");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            File.Delete(path);
            socket.Bind(new UnixDomainSocketEndPoint(path));
            // Before anybody can connect: that takes Listen.
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            if (owner is { } user && ChangeOwner(path, user, SameGroup) != 0)
                throw new IOException($"cannot give {path} to user {user}: {Marshal.GetLastPInvokeErrorMessage()}");
            socket.Listen(Backlog);
            return socket;
        }
        catch (Exception error)
        {
            socket.Dispose();
            if (error is SocketException) throw new IOException($"cannot listen on {path}: {error.Message}", error);
            throw;
        }
    }

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
