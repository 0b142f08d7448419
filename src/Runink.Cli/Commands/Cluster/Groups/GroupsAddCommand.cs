using System.CommandLine;
using System.Text.Json.Nodes;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol.BarnV1;

namespace Runink.Cli.Commands.Cluster.Groups;

/// <summary><c>runi cluster groups add</c>: a new group.</summary>
internal sealed class GroupsAddCommand : CliCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "Its name: lower-case letters, digits and dashes." };
    private readonly Option<long> _quota = new("--quota")
    {
        Description = "Bytes that its state may take. Without it, as long as there is space for all groups.",
        HelpName = "BYTES",
    };

    private readonly Option<string> _output = OutputFormat.Option("table", "json");
    private readonly ConnectionOptions _connection = new();

    /// <summary>The command.</summary>
    public GroupsAddCommand(Terminal terminal) : base("add", "Add a group; it begins with the members that vote, and follows who comes and goes.")
    {
        Add(_name);
        _quota.Validators.Add(result =>
        {
            if (result.GetValue(_quota) <= 0) result.AddError("--quota must be a number of bytes above 0");
        });
        Add(_quota);
        Add(_output);
        _connection.AddTo(this);
        SetAction((parsed, cancellation) => AddAsync(parsed, terminal, cancellation));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi cluster groups add payments", "Ready to be used when the command ends."),
        new("runi cluster groups add payments --quota 268435456", "Puts are refused in it when it takes more than 256 MiB."),
    ];

    private async Task<int> AddAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        using var connection = _connection.Connect(parsed);
        var request = new AddGroupRequest { Name = parsed.GetRequiredValue(_name), QuotaBytes = parsed.GetValue(_quota) };
        var group = (await connection.CallAsync(GroupCalls.Add, request, cancellation)).Group;
        if (parsed.GetValue(_output) == "json")
            terminal.Out.WriteLine(new JsonObject { ["id"] = group.Id, ["name"] = group.Name }.ToJsonString(OutputFormat.Indented));
        else if (group.Leader == 0)
            terminal.Out.WriteLine($"added {group.Name}, which has no leader yet");
        else
            terminal.Out.WriteLine($"added {group.Name}");
        return ExitCodes.Ok;
    }
}
