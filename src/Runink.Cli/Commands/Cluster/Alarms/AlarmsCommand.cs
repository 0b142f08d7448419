using Runink.Cli.Output;

namespace Runink.Cli.Commands.Cluster.Alarms;

/// <summary><c>runi cluster alarms</c>: what keeps a cluster from taking changes.</summary>
internal sealed class AlarmsCommand : CliCommand
{
    /// <summary>The command.</summary>
    public AlarmsCommand(Terminal terminal) : base("alarms", "List and disarm the alarms that keep groups from taking changes.")
    {
        Add(new AlarmsListCommand(terminal));
        Add(new AlarmsDisarmCommand(terminal));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi cluster alarms list", "Of all groups."),
        new("runi cluster alarms disarm corrupt --group payments", "After the member that differed was replaced."),
    ];
}
