using System.Security.Authentication;
using Runink.Rpc;

namespace Runink.Barn.Client;

/// <summary>Judges failed attempts. What is not known to be harmless counts as <see cref="Verdict.Unknown"/>.</summary>
internal static class FailureJudge
{
    public static Verdict Judge(RpcException failure)
    {
        if (NeverConnected(failure)) return Verdict.NotDone;
        // A connection that the other side ended has a code of its choice, which says nothing of what was done.
        if (IsOfTransport(failure)) return Verdict.Unknown;
        // Who sent no token is told that there is no user.
        if (failure.Message is EtcdErrors.InvalidToken or EtcdErrors.OldToken or EtcdErrors.NoUser) return Verdict.StaleToken;
        // It may be one member that differs from the others, and they serve.
        if (failure.Message is EtcdErrors.NoLeader or EtcdErrors.NotCapable or EtcdErrors.NotForLearners
            or EtcdErrors.TooManyRequests or EtcdErrors.Corrupt or EtcdErrors.ProposalDropped) return Verdict.NotDone;
        return failure.Code switch
        {
            RpcCode.Unavailable or RpcCode.DeadlineExceeded or RpcCode.Cancelled or RpcCode.Aborted or RpcCode.Internal =>
                Verdict.Unknown,
            RpcCode.Unknown or RpcCode.DataLoss => Verdict.Broken,
            _ => Verdict.Refused,
        };
    }

    /// <summary>Whether no connection came about, so that nothing can have been sent.</summary>
    public static bool NeverConnected(RpcException failure)
    {
        for (var cause = failure.InnerException; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpRequestException
                {
                    HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                    or HttpRequestError.SecureConnectionError
                }) return true;

            // How HttpClient says that connecting took too long.
            if (cause is OperationCanceledException { InnerException: TimeoutException }) return true;
        }

        return false;
    }

    private static bool IsOfTransport(RpcException failure)
    {
        for (var cause = failure.InnerException; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpRequestException or IOException) return true;
        }

        return false;
    }

    /// <summary>Whether the two sides do not trust each other, which time does not heal.</summary>
    public static bool IsDistrust(RpcException failure)
    {
        for (var cause = failure.InnerException; cause is not null; cause = cause.InnerException)
        {
            if (cause is AuthenticationException
                or HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }) return true;
        }

        return false;
    }
}
