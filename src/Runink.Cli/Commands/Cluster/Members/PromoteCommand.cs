using System.CommandLine;
using Runink.Barn;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Commands.Server.Configuration;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster.Members;

/// <summary><c>runi cluster promote</c>: a learner gets its vote once it has the data.</summary>
internal sealed class PromoteCommand : ConnectedCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly Argument<string> _member = MemberChoice.Argument();

    private readonly Option<string> _wait = new("--wait")
    {
        Description = "How long to wait for it to catch up.",
        HelpName = "DURATION",
        DefaultValueFactory = _ => "1m",
    };

    /// <summary>The command.</summary>
    public PromoteCommand(Terminal terminal) : base(terminal, "promote", "Give a learner its vote, once it has caught up; 6 when it does not in time.")
    {
        Add(_member);
        Add(_wait);
        AddCommon();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
        [new("runi cluster promote barn-4 --wait 10m", "With a large state, catching up takes its time.")];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(
        ParseResult parsed, ClusterConnection connection, Terminal terminal, CancellationToken cancellation)
    {
        if (!GoDuration.TryParse(parsed.GetRequiredValue(_wait), out var wait))
            throw CliErrors.Usage($"--wait '{parsed.GetValue(_wait)}' is no duration", "durations look like 500ms, 5s or 1m30s");
        var member = await MemberChoice.FindAsync(connection, parsed.GetRequiredValue(_member), cancellation);
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                var answer = await connection.CallAsync(EtcdCalls.MemberPromote, new MemberPromoteRequest { ID = member.ID }, cancellation);
                if (WantsJson(parsed)) MembersPrinter.PrintJson(answer.Members, terminal);
                else terminal.Out.WriteLine($"{MemberChoice.NameOf(member)} votes now");
                return ExitCodes.Ok;
            }
            catch (RpcException e) when (e.Message == KvErrors.LearnerNotReady.Message)
            {
                if (TimeProvider.System.GetElapsedTime(started) >= wait)
                {
                    terminal.Fail($"{MemberChoice.NameOf(member)} has not caught up within {Human.Duration(wait)}",
                        "is it running? see 'runi cluster status', and allow more time with --wait");
                    return ExitCodes.TimedOut;
                }
            }

            await Task.Delay(Pause, cancellation);
        }
    }
}
