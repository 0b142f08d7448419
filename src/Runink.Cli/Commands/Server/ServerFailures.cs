using System.Net.Sockets;
using System.Security.Cryptography;
using Runink.Barn;
using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Commands.Server;

/// <summary>Says what kept a server from starting or ended it, with the exit code for it.</summary>
internal static class ServerFailures
{
    private const int ReadOnlyFileSystem = 30;
    private const string DiskFullHint = "see docs/runbooks/barn-disk-full.md";
    private const string LowPortHint =
        "ports below 1024 are for root and for programs with the capability CAP_NET_BIND_SERVICE; choose another with --listen-client-urls";

    /// <summary>Whether it is a failure of the place where the server was to run, and not of the server.</summary>
    public static bool IsExpected(Exception e) =>
        e is IOException or UnauthorizedAccessException or InvalidDataException or CryptographicException or CannotJoinException
            or ReplicaDiffersException;

    /// <summary>The error to end with.</summary>
    /// <param name="e">What happened.</param>
    /// <param name="directory">The data directory.</param>
    public static RuninkException Explain(Exception e, string directory) => e switch
    {
        DirectoryInUseException => new(ServerErrors.DirectoryInUse.Error(e.Message, at: null), ExitCodes.NotFound, e),
        UnusableDirectoryException => new(ServerErrors.BadDirectory.Error(e.Message, at: null), ExitCodes.BadInput, e),
        CannotJoinException => new(ServerErrors.CannotJoin.Error(e.Message, at: null), ExitCodes.Unreachable, e),
        ReplicaDiffersException => new(ServerErrors.Differs.Error(e.Message, at: null), ExitCodes.WorkFailed, e),
        LogDamagedException or InvalidDataException => new(
            ServerErrors.Damaged.Error($"{directory}: {e.Message}", at: null), ExitCodes.WorkFailed, e),
        CryptographicException => new(ServerErrors.BadCertificate.Error(e.Message, at: null), ExitCodes.BadInput, e),
        DiskFullException => new(ServerErrors.DiskFailed.Error(
            $"there is no room in {directory}: {e.Message}", at: null, DiskFullHint), ExitCodes.WorkFailed, e),
        CannotListenException when Socket(e) == SocketError.AccessDenied => new(
            ServerErrors.CannotListen.Error(e.Message, at: null, LowPortHint), ExitCodes.BadInput, e),
        CannotListenException => new(ServerErrors.CannotListen.Error(e.Message, at: null), ExitCodes.NotFound, e),
        _ when IsForbidden(e) => new(ServerErrors.BadDirectory.Error(
            $"{directory} may not be used by this user: {e.Message}", at: null), ExitCodes.BadInput, e),
        _ => new(ServerErrors.BadDirectory.Error($"{directory}: {e.Message}", at: null), ExitCodes.WorkFailed, e),
    };

    /// <summary>The error with which a server ends that had to leave service.</summary>
    public static RuninkException OutOfService(Exception failure)
    {
        var (isFull, isDisk) = (false, false);
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            isFull |= cause is DiskFullException;
            isDisk |= cause is IOException or UnauthorizedAccessException;
        }

        var message = $"the server left service: {failure.Message}";
        if (failure is InvalidDataException) return new(ServerErrors.Damaged.Error(message, at: null), ExitCodes.WorkFailed, failure);
        return isDisk
            ? new(ServerErrors.DiskFailed.Error(message, at: null, isFull ? DiskFullHint : null), ExitCodes.WorkFailed, failure)
            : new(ServerErrors.Inconsistent.Error(message, at: null), ExitCodes.WorkFailed, failure);
    }

    /// <summary>Whether the system does not let this user. For a file system that is read-only .NET has no exception of its own.</summary>
    private static bool IsForbidden(Exception e) => e is UnauthorizedAccessException or IOException { HResult: ReadOnlyFileSystem };

    private static SocketError? Socket(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is SocketException socket) return socket.SocketErrorCode;
        }

        return null;
    }
}
