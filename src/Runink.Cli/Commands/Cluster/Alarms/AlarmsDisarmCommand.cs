using System.CommandLine;
using Runink.Barn;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Commands.Cluster.Members;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Commands.Cluster.Alarms;

/// <summary><c>runi cluster alarms disarm</c>: ends the alarms of a kind in a group.</summary>
internal sealed class AlarmsDisarmCommand : CliCommand
{
    private readonly Argument<string> _alarm = new("ALARM") { Description = "Which: nospace or corrupt." };
    private readonly Option<string> _group = new("--group")
    {
        Description = "In which group.",
        HelpName = "NAME",
        DefaultValueFactory = _ => KvGroups.System,
    };

    private readonly ConnectionOptions _connection = new();

    /// <summary>The command.</summary>
    public AlarmsDisarmCommand(Terminal terminal) : base("disarm", "End the alarms of a kind in a group; what they are about raises them again.")
    {
        _alarm.AcceptOnlyFromAmong("nospace", "corrupt");
        Add(_alarm);
        Add(_group);
        _connection.AddTo(this);
        SetAction((parsed, cancellation) => DisarmAsync(parsed, terminal, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi cluster alarms disarm corrupt", "After the member that differed was replaced."),
        new("runi cluster alarms disarm nospace --group payments", "One that an operator raised; others end by themselves."),
    ];

    private async Task<int> DisarmAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        using var connection = _connection.Connect(parsed);
        var (kind, group) = (parsed.GetRequiredValue(_alarm), parsed.GetRequiredValue(_group));
        var standing = (await StandingAlarms.OfAsync(connection, group, cancellation))
            .Where(alarm => StandingAlarms.NameOf(alarm).Equals(kind, StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (var alarm in standing)
        {
            await StandingAlarms.DisarmAsync(connection, group, alarm, cancellation);
            terminal.Out.WriteLine($"disarmed {StandingAlarms.NameOf(alarm)} of member {MemberChoice.Hex(alarm.MemberID)} in {group}");
        }

        if (standing.Count == 0) terminal.Out.WriteLine($"no such alarm stands in {group}");
        return ExitCodes.Ok;
    }
}
