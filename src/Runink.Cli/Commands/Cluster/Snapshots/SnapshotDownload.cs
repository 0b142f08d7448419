using Runink.Barn;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster.Snapshots;

/// <summary>Saves the state of a group of a running server to a file, checked by its checksum.</summary>
internal static class SnapshotDownload
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Saves it.</summary>
    /// <param name="connection">The server.</param>
    /// <param name="group">The group; null: the platform's.</param>
    /// <param name="path">File to make anew; nobody but its owner may read it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Bytes of the file.</returns>
    /// <exception cref="RuninkException">What came was not whole.</exception>
    /// <exception cref="RpcException">It was refused.</exception>
    public static async Task<long> SaveAsync(ClusterConnection connection, string? group, string path, CancellationToken cancellation)
    {
        connection.Group = group;
        await FindEndpointAsync(connection, cancellation);
        var trailer = new SnapshotTrailer();
        await using var file = CreateNew(path);
        await using var call = await connection.StartAsync(EtcdCalls.Snapshot, new SnapshotRequest(), cancellation);
        var remaining = 0UL;
        await foreach (var piece in call.Responses)
        {
            await file.WriteAsync(piece.Blob.Memory, cancellation);
            trailer.Add(piece.Blob.Span);
            remaining = piece.RemainingBytes;
        }

        if (remaining > 0 || !trailer.Matches())
        {
            throw new RuninkException(
                ClusterErrors.BadSnapshot.Error("the snapshot that the server sent is not whole, and was thrown away", at: null),
                ExitCodes.WorkFailed);
        }

        file.Flush(flushToDisk: true);
        return file.Length;
    }

    /// <summary>For its owner alone: hashes of passwords are in it. A file that is there would keep its mode, so it goes first.</summary>
    private static FileStream CreateNew(string path)
    {
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    /// <summary>Finds an endpoint that answers; the stream is taken from there. A group that is being loaded there is waited for.</summary>
    private static async Task FindEndpointAsync(ClusterConnection connection, CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await connection.CallAsync(EtcdCalls.Status, new StatusRequest(), cancellation);
                return;
            }
            catch (RpcException e) when (e.Message == KvErrors.GroupNotReady.Message
                && TimeProvider.System.GetElapsedTime(started) < connection.TimeLimit)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }
}
