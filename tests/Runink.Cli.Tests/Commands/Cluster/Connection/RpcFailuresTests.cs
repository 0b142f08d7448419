using Runink.Cli.Commands.Cluster.Connection;
using Runink.Rpc;

namespace Runink.Cli.Tests.Commands.Cluster.Connection;

/// <summary>What a failed call is said to mean.</summary>
public sealed class RpcFailuresTests
{
    private const string Lost = "whether a change was made is not known";
    private const string Nobody = "is the server running?";

    [Theory]
    [InlineData(RpcCode.Unavailable, "etcdserver: leader changed", 5, Lost)]
    [InlineData(RpcCode.Unavailable, "etcdserver: server stopped", 5, Lost)]
    [InlineData(RpcCode.Unavailable, "etcdserver: request timed out", 6, Lost)]
    [InlineData(RpcCode.Internal, "server closed the stream without sending trailers", 1, Lost)]
    [InlineData(RpcCode.Unavailable, "etcdserver: no leader", 5, Nobody)]
    [InlineData(RpcCode.ResourceExhausted, "grpc: received message larger than max (3000000 vs. 2097152)", 4, "--max-request-bytes")]
    [InlineData(RpcCode.ResourceExhausted, "etcdserver: mvcc: database space exceeded", 4, "barn-quota.md")]
    public void An_answer_is_told_by_what_is_certain(RpcCode code, string message, int exit, string hint)
    {
        var failure = new RpcException(code, message);
        Assert.Equal(exit, RpcFailures.ExitCodeOf(failure));
        Assert.Contains(hint, RpcFailures.HintOf(failure), StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_that_ends_leaves_open_what_was_done_whatever_code_it_ends_with()
    {
        var failure = new RpcException(RpcCode.ResourceExhausted, "no", new HttpRequestException("no", new HttpProtocolException(11, "no", null)));
        Assert.Equal(5, RpcFailures.ExitCodeOf(failure));
        Assert.Contains(Lost, RpcFailures.HintOf(failure), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_connection_came_about_nothing_was_done()
    {
        Exception[] causes = [new HttpRequestException(HttpRequestError.ConnectionError, "no"), new TaskCanceledException("no", new TimeoutException())];
        foreach (var cause in causes)
        {
            var failure = new RpcException(RpcCode.Unavailable, "no", cause);
            Assert.True(RpcFailures.NeverArrived(failure));
            Assert.Equal(5, RpcFailures.ExitCodeOf(failure));
            Assert.Contains(Nobody, RpcFailures.HintOf(failure), StringComparison.Ordinal);
        }
    }
}
