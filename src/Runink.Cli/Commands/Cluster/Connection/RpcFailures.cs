using Runink.Barn;
using Runink.Pipelines.Diagnostics;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster.Connection;

/// <summary>What a refused or failed call means to a caller of <c>runi</c>.</summary>
internal static class RpcFailures
{
    // etcd has the same code for a request that took too long and for a server that is not there, and for a bad password and a bad request.
    private const string TimedOut = "etcdserver: request timed out";
    private static readonly string[] NotKnown = [KvErrors.AuthFailed.Message, KvErrors.UserEmpty.Message];

    /// <summary>The exit code that says what kind of failure it was.</summary>
    public static int ExitCodeOf(RpcException e)
    {
        if (e.Code == RpcCode.Unavailable && e.Message.StartsWith(TimedOut, StringComparison.Ordinal)) return ExitCodes.TimedOut;
        return NotKnown.Contains(e.Message) ? ExitCodes.NotAllowed : ExitCodeOf(e.Code);
    }

    private static int ExitCodeOf(RpcCode code) => code switch
    {
        RpcCode.InvalidArgument or RpcCode.Unimplemented => ExitCodes.BadInput,
        RpcCode.NotFound or RpcCode.AlreadyExists or RpcCode.FailedPrecondition or RpcCode.Aborted or RpcCode.OutOfRange => ExitCodes.NotFound,
        RpcCode.PermissionDenied or RpcCode.Unauthenticated or RpcCode.ResourceExhausted => ExitCodes.NotAllowed,
        RpcCode.Unavailable => ExitCodes.Unreachable,
        RpcCode.DeadlineExceeded => ExitCodes.TimedOut,
        _ => ExitCodes.WorkFailed,
    };

    /// <summary>What to do about it, where there is something to say.</summary>
    public static string? HintOf(RpcException e) => ExitCodeOf(e) switch
    {
        ExitCodes.TimedOut => "whether a change was made is not known; allow more time with --timeout",
        ExitCodes.NotAllowed when NotKnown.Contains(e.Message) => "give --user and its password",
        _ => HintOf(e.Code),
    };

    private static string? HintOf(RpcCode code) => code switch
    {
        RpcCode.Unavailable => "is the server running? name it with --endpoints, and its certificate's authority with --cacert",
        RpcCode.Unauthenticated => "give --user and its password",
        RpcCode.ResourceExhausted => "see 'runi cluster status' for alarms, and docs/runbooks/barn-quota.md",
        _ => null,
    };
}
