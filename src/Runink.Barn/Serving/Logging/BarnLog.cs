using Microsoft.Extensions.Logging;

namespace Runink.Barn;

/// <summary>
/// What a server logs. Every event has a number that never changes its meaning, so that alerts can name it;
/// <c>docs/reference/events.md</c> is made from these. 1xx: life of the process, 2xx: certificates, 3xx: node and disk, 4xx: calls.
/// </summary>
internal static partial class BarnLog
{
    public const string Category = "barn";

    [LoggerMessage(100, LogLevel.Information, "data directory {Directory} taken (new: {IsNew})")]
    public static partial void DirectoryTaken(ILogger log, string directory, bool isNew);

    [LoggerMessage(101, LogLevel.Information, "member {Name} has id {MemberId} in cluster {ClusterId}")]
    public static partial void Identity(ILogger log, string name, string memberId, string clusterId);

    [LoggerMessage(102, LogLevel.Information, "ready to serve client requests on {Address}")]
    public static partial void Ready(ILogger log, string address);

    [LoggerMessage(103, LogLevel.Warning, "ready to serve client requests on {Address}, in plaintext: only for this machine")]
    public static partial void ReadyInsecure(ILogger log, string address);

    [LoggerMessage(104, LogLevel.Information, "stopping: no more requests are taken, those under way may finish")]
    public static partial void Stopping(ILogger log);

    [LoggerMessage(105, LogLevel.Information, "stopped")]
    public static partial void Stopped(ILogger log);

    [LoggerMessage(300, LogLevel.Error, "out of service: {Reason}")]
    public static partial void OutOfService(ILogger log, string reason);

    [LoggerMessage(400, LogLevel.Error, "the call {Method} failed for a reason of the server's own")]
    public static partial void CallFailed(ILogger log, Exception failure, string method);

    [LoggerMessage(200, LogLevel.Information, "certificate {File} is in use, valid until {Expires:u}")]
    public static partial void CertificateLoaded(ILogger log, string file, DateTime expires);

    [LoggerMessage(201, LogLevel.Error, "certificate {File} cannot be used, the one before stays: {Reason}")]
    public static partial void CertificateUnusable(ILogger log, string file, string reason);

    [LoggerMessage(202, LogLevel.Error, "certificate {File} has expired at {Expires:u}: clients will refuse it")]
    public static partial void CertificateExpired(ILogger log, string file, DateTime expires);
}
