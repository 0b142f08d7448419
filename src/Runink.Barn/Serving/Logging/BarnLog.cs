using Microsoft.Extensions.Logging;

namespace Runink.Barn;

/// <summary>
/// What a server logs. Every event has a number that never changes its meaning, so that alerts can name it;
/// <c>docs/reference/events.md</c> is made from these. 1xx: life of the process, 2xx: certificates, 3xx: storage, 4xx: the cluster.
/// </summary>
internal static partial class BarnLog
{
    [LoggerMessage(200, LogLevel.Information, "certificate {File} is in use, valid until {Expires:u}")]
    public static partial void CertificateLoaded(ILogger log, string file, DateTime expires);

    [LoggerMessage(201, LogLevel.Error, "certificate {File} cannot be used, the one before stays: {Reason}")]
    public static partial void CertificateUnusable(ILogger log, string file, string reason);

    [LoggerMessage(202, LogLevel.Error, "certificate {File} has expired at {Expires:u}: clients will refuse it")]
    public static partial void CertificateExpired(ILogger log, string file, DateTime expires);
}
