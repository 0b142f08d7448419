using Runink.Cli.Commands.Cluster.Alarms;
using Runink.Cli.Commands.Cluster.Demo;
using Runink.Cli.Commands.Cluster.Groups;
using Runink.Cli.Commands.Cluster.Import;
using Runink.Cli.Commands.Cluster.Members;
using Runink.Cli.Commands.Cluster.Recovery;
using Runink.Cli.Commands.Cluster.Snapshots;
using Runink.Cli.Output;

namespace Runink.Cli.Commands.Cluster;

/// <summary><c>runi cluster</c>: a cluster as a whole.</summary>
internal sealed class ClusterCommand : CliCommand
{
    /// <summary>The command.</summary>
    public ClusterCommand(Terminal terminal) : base("cluster", "Look after a Barn: status, members, groups, snapshots, damage, moving in.", "Serve")
    {
        Add(new ClusterStatusCommand(terminal));
        Add(new MembersCommand(terminal));
        Add(new AddCommand(terminal));
        Add(new PromoteCommand(terminal));
        Add(new RemoveCommand(terminal));
        Add(new UpdateCommand(terminal));
        Add(new TransferCommand(terminal));
        Add(new GroupsCommand(terminal));
        Add(new AlarmsCommand(terminal));
        Add(new VerifyCommand(terminal));
        Add(new SnapshotCommand(terminal));
        Add(new ClusterCheckCommand(terminal));
        Add(new RecoverCommand(terminal));
        Add(new ClusterImportCommand(terminal));
        Add(new ClusterDemoCommand(terminal));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi cluster demo", "Three servers that lose their leader again and again, and nothing else."),
        new("runi cluster status", "Who serves, how large, and what is wrong."),
        new("runi cluster snapshot save barn.snapshot", "A copy of everything, from a running server."),
        new("runi cluster check default.barn", "Whether what a stopped server has stored is sound."),
    ];
}
