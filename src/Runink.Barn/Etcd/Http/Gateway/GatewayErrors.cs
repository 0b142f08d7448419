using System.Text.Json;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>Errors in the shapes of grpc-gateway, which etcd's gateway is.</summary>
internal static class GatewayErrors
{
    /// <summary>The status of gRPC that an exception stands for.</summary>
    public static RpcException StatusOf(Exception failure) => failure switch
    {
        RpcException known => known,
        KvErrorException refused => refused.Error.ToException(),
        _ => new RpcException(RpcCode.Unknown, "the handler of the call failed", failure),
    };

    public static int HttpStatusOf(RpcCode code) => code switch
    {
        RpcCode.Ok => 200,
        RpcCode.Cancelled => 408,
        RpcCode.InvalidArgument or RpcCode.OutOfRange => 400,
        RpcCode.DeadlineExceeded => 504,
        RpcCode.NotFound => 404,
        RpcCode.AlreadyExists or RpcCode.Aborted => 409,
        RpcCode.PermissionDenied => 403,
        RpcCode.Unauthenticated => 401,
        RpcCode.ResourceExhausted => 429,
        RpcCode.FailedPrecondition => 412,
        RpcCode.Unimplemented => 501,
        RpcCode.Unavailable => 503,
        _ => 500,
    };

    /// <summary>The body of a call that failed.</summary>
    public static string Body(RpcException status) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["error"] = status.Message,
        ["message"] = status.Message,
        ["code"] = (int)status.Code,
    });

    /// <summary>The last object of a stream that failed.</summary>
    public static string StreamBody(RpcException status) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["error"] = new Dictionary<string, object>
        {
            ["grpc_code"] = (int)status.Code,
            ["http_code"] = HttpStatusOf(status.Code),
            ["message"] = status.Message,
            ["http_status"] = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(HttpStatusOf(status.Code)),
        },
    });
}
