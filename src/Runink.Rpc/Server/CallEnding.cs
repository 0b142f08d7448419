namespace Runink.Rpc;

/// <summary>Ends calls with their status, and tells the owner of the server.</summary>
internal sealed class CallEnding(RpcServerOptions options)
{
    public void Succeed(RpcCall call)
    {
        call.End(RpcCode.Ok, "", null);
        options.CallEnded?.Invoke(call, RpcCode.Ok, null);
    }

    public void Fail(RpcCall call, Exception failure)
    {
        var status = failure switch
        {
            RpcException known => known,
            OperationCanceledException when call.IsPastDeadline => RpcErrors.DeadlineExceeded(),
            ClientGoneException => RpcErrors.Cancelled(),
            OperationCanceledException when call.Http.Lifetime.RequestAborted.IsCancellationRequested => RpcErrors.Cancelled(),
            _ => new RpcException(RpcCode.Unknown, "the handler of the call failed", failure),
        };
        call.End(status.Code, status.Message, status.Trailers);
        options.CallEnded?.Invoke(call, status.Code, failure);
    }
}
