using System.CommandLine;
using Runink.Barn;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Commands.Cluster.Groups;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster.Snapshots;

/// <summary><c>runi cluster snapshot save</c>: a copy of a group, or of all, while the server goes on.</summary>
internal sealed class SnapshotSaveCommand : CliCommand
{
    private readonly Argument<string> _path = new("FILE") { Description = "File to make, or directory with --all; an existing one is never replaced." };
    private readonly Option<bool> _all = new("--all") { Description = "All groups, each in a file of a directory. Each is of one moment, not all of the same." };
    private readonly Option<string?> _group = new("--group") { Description = "Only this group. Default: sys.", HelpName = "NAME" };
    private readonly ConnectionOptions _connection = new();

    /// <summary>The command.</summary>
    public SnapshotSaveCommand(Terminal terminal) : base("save", "Save a group to a file, or all to a directory, checked by checksums.")
    {
        Add(_path);
        Add(_all);
        Add(_group);
        _connection.AddTo(this);
        Validators.Add(result =>
        {
            if (result.GetValue(_all) && result.GetValue(_group) is not null) result.AddError("--all and --group do not go together");
        });
        SetAction((parsed, cancellation) => SaveAsync(parsed, terminal, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi cluster snapshot save barn.snapshot", "The group sys. The server goes on meanwhile; the file is of one moment."),
        new("runi cluster snapshot save barn.saved --all", "Every group."),
        new("runi cluster snapshot save payments.snapshot --group payments", "One of the others."),
    ];

    private async Task<int> SaveAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var path = Path.GetFullPath(parsed.GetRequiredValue(_path));
        if (Path.Exists(path)) throw CliErrors.Conflict($"{path} exists already");
        using var connection = _connection.Connect(parsed);
        try
        {
            if (parsed.GetValue(_all)) await SaveAllAsync(connection, path, terminal, cancellation);
            else await SaveOneAsync(connection, parsed.GetValue(_group), path, terminal, cancellation);
            return ExitCodes.Ok;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw CliErrors.Usage($"the snapshot cannot be written: {e.Message}");
        }
    }

    private static async Task SaveOneAsync(
        ClusterConnection connection, string? group, string path, Terminal terminal, CancellationToken cancellation)
    {
        var part = $"{path}.part";
        try
        {
            var size = await SnapshotDownload.SaveAsync(connection, group, part, cancellation);
            File.Move(part, path);
            terminal.Out.WriteLine($"saved {path} ({Human.Bytes(size)})");
        }
        finally
        {
            File.Delete(part);
        }

        if (group is null && await OthersAsync(connection, cancellation) is { Count: > 0 } others)
            terminal.Error.WriteLine($"not in it: {(others.Count == 1 ? "the group" : "the groups")} {string.Join(", ", others)}; --all saves them, too");
    }

    /// <summary>The platform's group first: what it names and has no file was removed meanwhile, and what came later is not named in it.</summary>
    private static async Task SaveAllAsync(ClusterConnection connection, string path, Terminal terminal, CancellationToken cancellation)
    {
        var part = $"{path}.part";
        try
        {
            if (Directory.Exists(part)) Directory.Delete(part, recursive: true);
            MakePrivate(part);
            var size = await SnapshotDownload.SaveAsync(connection, null, SavedCluster.FileOf(part, KvGroups.System), cancellation);
            var saved = 1;
            foreach (var group in await OthersAsync(connection, cancellation))
            {
                var file = SavedCluster.FileOf(part, group);
                try
                {
                    size += await SnapshotDownload.SaveAsync(connection, group, file, cancellation);
                    saved++;
                }
                catch (RpcException e) when (e.Code == RpcCode.NotFound)
                {
                    File.Delete(file);
                }
            }

            Directory.Move(part, path);
            terminal.Out.WriteLine($"saved {saved} {(saved == 1 ? "group" : "groups")} to {path} ({Human.Bytes(size)})");
        }
        finally
        {
            if (Directory.Exists(part)) Directory.Delete(part, recursive: true);
        }
    }

    private static void MakePrivate(string directory)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static Task<IReadOnlyList<string>> OthersAsync(ClusterConnection connection, CancellationToken cancellation)
    {
        connection.Group = null;
        return GroupNames.OthersAsync(connection, cancellation);
    }
}
