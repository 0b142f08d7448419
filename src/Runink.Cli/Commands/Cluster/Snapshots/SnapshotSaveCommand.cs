using System.CommandLine;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;

namespace Runink.Cli.Commands.Cluster.Snapshots;

/// <summary><c>runi cluster snapshot save</c>: a copy of everything, while the server goes on.</summary>
internal sealed class SnapshotSaveCommand : CliCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "File to make; an existing one is never replaced." };
    private readonly ConnectionOptions _connection = new();

    /// <summary>The command.</summary>
    public SnapshotSaveCommand(Terminal terminal) : base("save", "Save everything to a file, checked by its checksum.")
    {
        Add(_file);
        _connection.AddTo(this);
        SetAction((parsed, cancellation) => SaveAsync(parsed, terminal, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
        [new("runi cluster snapshot save barn.snapshot", "The server goes on meanwhile; the file is of one moment.")];

    private async Task<int> SaveAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var path = Path.GetFullPath(parsed.GetRequiredValue(_file));
        if (File.Exists(path)) throw CliErrors.Conflict($"{path} exists already");
        using var connection = _connection.Connect(parsed);
        // Finds an endpoint that answers; the stream is taken from there.
        await connection.CallAsync(EtcdCalls.Status, new StatusRequest(), cancellation);
        var part = $"{path}.part";
        try
        {
            var size = await DownloadAsync(connection, part, cancellation);
            File.Move(part, path);
            terminal.Out.WriteLine($"saved {path} ({Human.Bytes(size)})");
            return ExitCodes.Ok;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw CliErrors.Usage($"the snapshot cannot be written: {e.Message}");
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static async Task<long> DownloadAsync(ClusterConnection connection, string part, CancellationToken cancellation)
    {
        var trailer = new SnapshotTrailer();
        await using var file = new FileStream(part, FileMode.Create, FileAccess.Write);
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
}
