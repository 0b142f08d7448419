namespace Runink.Rpc.Tests;

public sealed class HttpFailuresTests
{
    [Fact]
    public void A_connection_that_takes_too_long_is_unavailable_and_no_cancellation()
    {
        var failure = new TaskCanceledException("a task was canceled", new TimeoutException("no answer in 5 seconds"));
        var found = HttpFailures.Translate(failure);
        Assert.Equal((RpcCode.Unavailable, "connection error: no answer in 5 seconds"), (found.Code, found.Message));
        Assert.Equal(RpcCode.Cancelled, HttpFailures.Translate(new TaskCanceledException()).Code);
    }
}
