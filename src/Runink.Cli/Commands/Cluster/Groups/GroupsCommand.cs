using Runink.Cli.Output;

namespace Runink.Cli.Commands.Cluster.Groups;

/// <summary><c>runi cluster groups</c>: the groups of a cluster.</summary>
internal sealed class GroupsCommand : CliCommand
{
    /// <summary>The command.</summary>
    public GroupsCommand(Terminal terminal)
        : base("groups", "List, add and remove groups: each has keys, a log and a leader of its own, so that load and failure stay in it.")
    {
        Add(new GroupsListCommand(terminal));
        Add(new GroupsAddCommand(terminal));
        Add(new GroupsRemoveCommand(terminal));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi cluster groups list", "Which groups there are, and who leads them."),
        new("runi cluster groups add payments", "One more."),
        new("runi kv put colour blue --group payments", "A key of that group."),
    ];
}
