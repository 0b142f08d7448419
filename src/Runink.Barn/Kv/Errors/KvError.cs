namespace Runink.Barn;

/// <summary>
/// A refusal, with the code and the text that clients of etcd know it by. There is one instance of each: see
/// <see cref="KvErrors"/>.
/// </summary>
public sealed class KvError
{
    internal KvError(KvStatusCode code, string message)
    {
        Code = code;
        Message = message;
    }

    /// <summary>The status code of gRPC.</summary>
    public KvStatusCode Code { get; }

    /// <summary>The text; clients tell errors apart by it, so it is exact.</summary>
    public string Message { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Code}: {Message}";
}

/// <summary>The status codes that errors carry; the numbers are gRPC's.</summary>
public enum KvStatusCode
{
    /// <summary>Cancelled.</summary>
    Cancelled = 1,

    /// <summary>No code fits.</summary>
    Unknown = 2,

    /// <summary>The request is wrong whatever the state.</summary>
    InvalidArgument = 3,

    /// <summary>What was named is not there.</summary>
    NotFound = 5,

    /// <summary>The user may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>Too much of something.</summary>
    ResourceExhausted = 8,

    /// <summary>The state does not allow it.</summary>
    FailedPrecondition = 9,

    /// <summary>Beyond what there is.</summary>
    OutOfRange = 11,

    /// <summary>Not served.</summary>
    Unimplemented = 12,

    /// <summary>Not now; a retry may help.</summary>
    Unavailable = 14,

    /// <summary>Data are damaged.</summary>
    DataLoss = 15,

    /// <summary>The user is not known.</summary>
    Unauthenticated = 16,
}
