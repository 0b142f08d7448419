using System.CommandLine;
using System.Globalization;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;

namespace Runink.Cli.Commands.Kv;

/// <summary><c>runi kv compact</c>: forgets history.</summary>
internal sealed class KvCompactCommand : CliCommand
{
    private readonly Argument<long> _revision = new("REVISION") { Description = "What only older revisions show is forgotten." };
    private readonly Option<bool> _physical = new("--physical") { Description = "Wait until the room is free." };
    private readonly ConnectionOptions _connection = new(hasGroup: true);

    /// <summary>The command.</summary>
    public KvCompactCommand(Terminal terminal) : base("compact", "Forget the history before a revision.")
    {
        Add(_revision);
        Add(_physical);
        _connection.AddTo(this);
        SetAction(async (parsed, cancellation) =>
        {
            using var connection = _connection.Connect(parsed);
            var request = new CompactionRequest { Revision = parsed.GetValue(_revision), Physical = parsed.GetValue(_physical) };
            await connection.CallAsync(EtcdCalls.Compact, request, cancellation);
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"compacted revision {request.Revision}"));
            return ExitCodes.Ok;
        });
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples => [new("runi kv compact 5000", "Watches and reads below revision 5000 end.")];
}
