using Runink.Pipelines.Diagnostics;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster.Connection;

/// <summary>What a refused or failed call means to a caller of <c>runi</c>.</summary>
internal static class RpcFailures
{
    /// <summary>The exit code that says what kind of failure it was.</summary>
    public static int ExitCodeOf(RpcCode code) => code switch
    {
        RpcCode.InvalidArgument or RpcCode.Unimplemented => ExitCodes.BadInput,
        RpcCode.NotFound or RpcCode.AlreadyExists or RpcCode.FailedPrecondition or RpcCode.Aborted or RpcCode.OutOfRange => ExitCodes.NotFound,
        RpcCode.PermissionDenied or RpcCode.Unauthenticated or RpcCode.ResourceExhausted => ExitCodes.NotAllowed,
        RpcCode.Unavailable => ExitCodes.Unreachable,
        RpcCode.DeadlineExceeded => ExitCodes.TimedOut,
        _ => ExitCodes.WorkFailed,
    };

    /// <summary>What to do about it, where there is something to say.</summary>
    public static string? HintOf(RpcCode code) => code switch
    {
        RpcCode.Unavailable => "is the server running? name it with --endpoints, and its certificate's authority with --cacert",
        RpcCode.DeadlineExceeded => "whether a change was made is not known; allow more time with --timeout",
        RpcCode.Unauthenticated => "give --user and its password",
        RpcCode.ResourceExhausted => "see 'runi cluster status' for alarms, and docs/runbooks/barn-quota.md",
        _ => null,
    };
}
