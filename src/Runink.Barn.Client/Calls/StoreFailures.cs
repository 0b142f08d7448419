using Runink.Rpc;
using Runink.Store;

namespace Runink.Barn.Client;

/// <summary>Failures of calls in the words of the store.</summary>
internal static class StoreFailures
{
    /// <summary>Nobody answered, for as long as the caller had patience. Nothing was done.</summary>
    public static StoreUnavailableException Unreachable(EndpointRing endpoints, RpcException last) => new(
        $"no answer from the cluster at {endpoints}: {last.Message}",
        FailureJudge.IsDistrust(last)
            ? "check that the trusted roots, the client certificate and the name in the server's certificate are right"
            : "check that a majority of its servers runs and that the endpoints are right",
        last);

    /// <summary>A change was sent, and the answer lost.</summary>
    public static StoreUnavailableException FateUnknown(Uri endpoint, RpcException failure) => new(
        $"it is unknown whether the change took effect: the answer of {endpoint} was lost: {failure.Message}",
        "read what it was to change before it is tried again",
        failure);

    /// <summary>A refusal that means the same whatever was asked.</summary>
    public static StoreException Of(EndpointRing endpoints, RpcException refusal)
    {
        if (refusal.Message.StartsWith(EtcdErrors.MessageTooLarge, StringComparison.Ordinal)) return TooLarge(refusal);
        return refusal.Message switch
        {
            EtcdErrors.NoSpace => new StoreDiskFullException($"to the store at {endpoints}: its quota is used up", refusal),
            EtcdErrors.RequestTooLarge => TooLarge(refusal),
            EtcdErrors.TooManyOperations => new StoreRequestException(
                $"the cluster refused the transaction: {refusal.Message}",
                "split it where it need not be atomic, or raise --max-txn-ops of the servers"),
            EtcdErrors.WrongPassword or EtcdErrors.NoUser => Denied(refusal.Message, refusal),
            _ => OfCode(endpoints, refusal),
        };
    }

    /// <summary>The cluster does not let this caller do it.</summary>
    public static StoreAccessDeniedException Denied(string reason, Exception? cause) => new(
        $"the cluster refused the caller: {reason}", "check user, password and certificate, and the roles of the user", cause);

    private static StoreException OfCode(EndpointRing endpoints, RpcException refusal) => refusal.Code switch
    {
        RpcCode.Unauthenticated or RpcCode.PermissionDenied => Denied(refusal.Message, refusal),
        RpcCode.InvalidArgument or RpcCode.OutOfRange or RpcCode.FailedPrecondition or RpcCode.NotFound =>
            new StoreRequestException($"the cluster refused the request: {refusal.Message}", "correct the request"),
        _ => new StoreUnavailableException(
            $"the cluster at {endpoints} failed with {refusal.Code}: {refusal.Message}",
            "look into the logs of its servers",
            refusal),
    };

    private static StoreRequestException TooLarge(RpcException refusal) => new(
        $"a request or its answer is too large: {refusal.Message}",
        "ask for less at a time, and put bulk into a file and its name and hash into the store");
}
