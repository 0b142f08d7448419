using Runink.Rpc;

namespace Runink.Barn;

/// <summary>Refusals on their way to the client.</summary>
internal static class EtcdErrors
{
    /// <summary>An alarm action or the like that the API does not have.</summary>
    public static RpcException NotServed(string message) => new(RpcCode.Unimplemented, message);

    public static RpcException ToException(this KvError error) => new((RpcCode)(int)error.Code, error.Message);

    /// <summary>Throws if there is an error.</summary>
    public static void ThrowIfError(KvError? error)
    {
        if (error is not null) throw error.ToException();
    }
}
