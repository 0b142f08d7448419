using Runink.Rpc;

namespace Runink.Barn.Client.Tests.Calls;

public sealed class FailureJudgeTests
{
    [Theory]
    [InlineData(RpcCode.Unavailable, "etcdserver: no leader", Verdict.NotDone)]
    [InlineData(RpcCode.Unavailable, "etcdserver: rpc not supported for learner", Verdict.NotDone)]
    [InlineData(RpcCode.ResourceExhausted, "etcdserver: too many requests", Verdict.NotDone)]
    [InlineData(RpcCode.Unknown, "raft proposal dropped", Verdict.NotDone)]
    [InlineData(RpcCode.Unavailable, "etcdserver: request timed out", Verdict.Unknown)]
    [InlineData(RpcCode.Unavailable, "etcdserver: leader changed", Verdict.Unknown)]
    [InlineData(RpcCode.Unavailable, "etcdserver: server stopped", Verdict.Unknown)]
    [InlineData(RpcCode.Unavailable, "never seen before", Verdict.Unknown)]
    [InlineData(RpcCode.DeadlineExceeded, "context deadline exceeded", Verdict.Unknown)]
    [InlineData(RpcCode.Internal, "server closed the stream without sending trailers", Verdict.Unknown)]
    [InlineData(RpcCode.Unknown, "never seen before", Verdict.Broken)]
    [InlineData(RpcCode.DataLoss, "never seen before", Verdict.Broken)]
    [InlineData(RpcCode.DataLoss, "etcdserver: corrupt cluster", Verdict.NotDone)]
    [InlineData(RpcCode.Unauthenticated, "etcdserver: invalid auth token", Verdict.StaleToken)]
    [InlineData(RpcCode.InvalidArgument, "etcdserver: revision of auth store is old", Verdict.StaleToken)]
    [InlineData(RpcCode.InvalidArgument, "etcdserver: user name is empty", Verdict.StaleToken)]
    [InlineData(RpcCode.OutOfRange, "etcdserver: mvcc: required revision has been compacted", Verdict.Refused)]
    [InlineData(RpcCode.PermissionDenied, "etcdserver: permission denied", Verdict.Refused)]
    public void An_answer_is_judged_by_what_is_certain(RpcCode code, string message, object verdict) =>
        Assert.Equal(verdict, FailureJudge.Judge(new RpcException(code, message)));

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, Verdict.NotDone)]
    [InlineData(HttpRequestError.NameResolutionError, Verdict.NotDone)]
    [InlineData(HttpRequestError.SecureConnectionError, Verdict.NotDone)]
    [InlineData(HttpRequestError.ResponseEnded, Verdict.Unknown)]
    [InlineData(HttpRequestError.Unknown, Verdict.Unknown)]
    public void Only_a_connection_that_never_was_is_certain_to_have_carried_nothing(HttpRequestError error, object verdict)
    {
        var cause = new HttpRequestException(error, "no");
        Assert.Equal(verdict, FailureJudge.Judge(new RpcException(RpcCode.Unavailable, "no", cause)));
    }

    [Theory]
    [InlineData(RpcCode.ResourceExhausted, 11L)]
    [InlineData(RpcCode.PermissionDenied, 12L)]
    [InlineData(RpcCode.Internal, 2L)]
    public void A_connection_that_was_ended_carries_no_refusal(RpcCode code, long error)
    {
        var cause = new HttpRequestException("no", new HttpProtocolException(error, "no", null));
        Assert.Equal(Verdict.Unknown, FailureJudge.Judge(new RpcException(code, "no", cause)));
    }

    [Fact]
    public void Connecting_for_too_long_carries_nothing()
    {
        var cause = new TaskCanceledException("too long", new TimeoutException());
        Assert.Equal(Verdict.NotDone, FailureJudge.Judge(new RpcException(RpcCode.Cancelled, "given up", cause)));
    }
}
