using Runink.Cli.Output;

namespace Runink.Cli.Commands.Cluster.Snapshots;

/// <summary><c>runi cluster snapshot</c>: copies of everything.</summary>
internal sealed class SnapshotCommand : CliCommand
{
    /// <summary>The command.</summary>
    public SnapshotCommand(Terminal terminal) : base("snapshot", "Save a Barn to a file, or make one out of such a file.")
    {
        Add(new SnapshotSaveCommand(terminal));
        Add(new SnapshotRestoreCommand(terminal));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi cluster snapshot save barn.snapshot", "A copy of everything, from a running server."),
        new("runi cluster snapshot restore barn.snapshot --data-dir new.barn", "Make a data directory of it."),
    ];
}
