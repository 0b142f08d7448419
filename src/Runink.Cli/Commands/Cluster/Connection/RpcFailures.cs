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
    // What gRPC says of a message beyond the receiver's limit.
    private const string TooLarge = "grpc: received message larger than max";
    // Answers of a server that did nothing; their code is also that of a server of which nothing is known.
    private static readonly string[] NothingDone =
    [
        KvErrors.NoLeader.Message, KvErrors.Unhealthy.Message, KvErrors.NotSupportedForLearner.Message, KvErrors.GroupNotReady.Message,
        "etcdserver: not capable",
    ];

    /// <summary>Whether no connection came about, so that nothing can have been sent.</summary>
    public static bool NeverArrived(RpcException e) => Causes(e).Any(cause => cause is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError,
    }
    // How HTTP says that connecting took too long.
    or OperationCanceledException { InnerException: TimeoutException });

    /// <summary>Whether the server did nothing because it knows no leader; another may.</summary>
    public static bool HasNoLeader(RpcException e) => e.Message == KvErrors.NoLeader.Message;

    /// <summary>The exit code that says what kind of failure it was.</summary>
    public static int ExitCodeOf(RpcException e)
    {
        if (e.Code == RpcCode.Unavailable && e.Message.StartsWith(TimedOut, StringComparison.Ordinal)) return ExitCodes.TimedOut;
        if (IsOfTransport(e)) return ExitCodes.Unreachable;
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
        _ when IsLost(e) => "the answer was lost: whether a change was made is not known; read before it is repeated",
        _ when e.Message.StartsWith(TooLarge, StringComparison.Ordinal) => "put less into one request, or raise --max-request-bytes of the servers",
        _ => HintOf(e.Code),
    };

    /// <summary>Whether it may have been carried out, and nothing came back that says so.</summary>
    private static bool IsLost(RpcException e) => !NeverArrived(e) && !NothingDone.Contains(e.Message)
        && (IsOfTransport(e) || e.Code is RpcCode.Unavailable or RpcCode.Internal or RpcCode.Cancelled);

    /// <summary>Whether the connection failed: then the code is of HTTP's choice and says nothing of the request.</summary>
    public static bool IsOfTransport(RpcException e) => Causes(e).Any(cause => cause is HttpRequestException or IOException);

    private static IEnumerable<Exception> Causes(RpcException e)
    {
        for (var cause = e.InnerException; cause is not null; cause = cause.InnerException) yield return cause;
    }

    private static string? HintOf(RpcCode code) => code switch
    {
        RpcCode.Unavailable => "is the server running? name it with --endpoints, and its certificate's authority with --cacert",
        RpcCode.Unauthenticated => "give --user and its password",
        RpcCode.ResourceExhausted => "see 'runi cluster status' for alarms, and docs/runbooks/barn-quota.md",
        _ => null,
    };
}
