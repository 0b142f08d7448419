using System.CommandLine;
using System.CommandLine.Invocation;
using Runink.Cli.Commands;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Rpc;
using Runink.Store;

namespace Runink.Cli;

/// <summary>Parses the arguments, runs the command, and turns whatever happens into an exit code and a message.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command; the result is one of <see cref="ExitCodes"/>.</summary>
    public static async Task<int> RunAsync(string[] args, Terminal terminal)
    {
        try
        {
            var exitCode = await InvokeAsync(args, terminal);
            await terminal.Out.FlushAsync();
            return exitCode;
        }
        catch (IOException e)
        {
            // Whatever the command did stands; only its answer is lost. Standard error may be all that is left to say so.
            terminal.Error.WriteLine($"error: standard output cannot be written: {e.Message}");
            return ExitCodes.WorkFailed;
        }
    }

    private static async Task<int> InvokeAsync(string[] args, Terminal terminal)
    {
        using var interruption = new Interruption();
        try
        {
            // Whoever starts slices waits for each of them: no other command need be made first.
            if (args is [SliceCommand.Word]) return SliceCommand.Run(interruption.Token);
            var parsed = RuniCommand.Create(terminal).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Action is ParseErrorAction || UsageErrors.SwallowedOption(parsed))
                return UsageErrors.Report(parsed, terminal);
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                    Output = terminal.Out,
                    Error = terminal.Error,
                },
                interruption.Token);
        }
        catch (OperationCanceledException)
        {
            terminal.Fail("interrupted", hint: null);
            return ExitCodes.Interrupted;
        }
        catch (RuninkException e)
        {
            terminal.Report(e.Diagnostic);
            return e.ExitCode;
        }
        catch (StoreException e)
        {
            terminal.Fail(e.Message, e.Hint);
            return ExitCodeOf(e);
        }
        catch (RpcException e)
        {
            terminal.Fail(e.Message, RpcFailures.HintOf(e));
            return RpcFailures.ExitCodeOf(e);
        }
        catch (Exception e)
        {
            return ReportBug(e, terminal);
        }
    }

    private static int ExitCodeOf(StoreException e) => e switch
    {
        StoreRequestException => ExitCodes.BadInput,
        StoreCompactedException or StoreLeaseNotFoundException => ExitCodes.NotFound,
        StoreAccessDeniedException or StoreReadOnlyException => ExitCodes.NotAllowed,
        _ => ExitCodes.WorkFailed,
    };

    private static int ReportBug(Exception e, Terminal terminal)
    {
        var debug = string.Equals(Environment.GetEnvironmentVariable("RUNI_DEBUG"), "1", StringComparison.Ordinal);
        terminal.Fail(
            $"internal error, please report it: {e.GetType().Name}: {e.Message}",
            debug ? null : "run the command again with RUNI_DEBUG=1 to see where it happened");
        if (debug) terminal.Error.WriteLine(e);
        return ExitCodes.WorkFailed;
    }
}
