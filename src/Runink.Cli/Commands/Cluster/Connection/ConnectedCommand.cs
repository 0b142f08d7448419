using System.CommandLine;
using Runink.Cli.Output;

namespace Runink.Cli.Commands.Cluster.Connection;

/// <summary>A command that speaks to one cluster, and prints what it hears as text or as JSON.</summary>
internal abstract class ConnectedCommand : CliCommand
{
    private readonly Option<string> _output = OutputFormat.Option("table", "json");
    private readonly ConnectionOptions _connection;

    /// <summary>The command; whoever derives from it adds its own arguments and options, and then those that all have.</summary>
    /// <param name="terminal">Where it prints.</param>
    /// <param name="name">Its name.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="hasGroup">Whether it may be about a group other than the platform's.</param>
    protected ConnectedCommand(Terminal terminal, string name, string summary, bool hasGroup = false) : base(name, summary)
    {
        _connection = new(hasGroup: hasGroup);
        SetAction(async (parsed, cancellation) =>
        {
            using var connection = _connection.Connect(parsed);
            return await RunAsync(parsed, connection, terminal, cancellation);
        });
    }

    /// <summary>Adds the options that all such commands have, behind those that were added before.</summary>
    protected void AddCommon()
    {
        Add(_output);
        _connection.AddTo(this);
    }

    /// <summary>Whether JSON is wanted.</summary>
    protected bool WantsJson(ParseResult parsed) => parsed.GetValue(_output) == "json";

    /// <summary>The endpoints that were given.</summary>
    protected IReadOnlyList<Uri> Endpoints(ParseResult parsed) => _connection.Endpoints(parsed);

    /// <summary>Does it; returns the exit code.</summary>
    protected abstract Task<int> RunAsync(
        ParseResult parsed, ClusterConnection connection, Terminal terminal, CancellationToken cancellation);
}
