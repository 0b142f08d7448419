using System.IO.Pipelines;
using System.Text;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Barn.Tests;

public sealed class JsonRequestsTests
{
    private readonly Pipe _body = new();
    private readonly JsonRequests<LeaseKeepAliveRequest> _requests;

    public JsonRequestsTests() => _requests = new(_body.Reader);

    [Fact]
    public async Task A_request_may_come_in_pieces_and_several_in_one()
    {
        await SayAsync("{\"I");
        var first = NextAsync();
        Assert.False(first.IsCompleted);
        await SayAsync("D\":1}{\"ID\":2}\n {");
        Assert.Equal(1, (await first)!.ID);
        Assert.Equal(2, (await NextAsync())!.ID);
        await SayAsync("\"ID\":3} ");
        Assert.Equal(3, (await NextAsync())!.ID);
        await _body.Writer.CompleteAsync();
        Assert.Null(await NextAsync());
        Assert.Null(await NextAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public async Task Nothing_is_no_request(string body)
    {
        await SayAsync(body);
        await _body.Writer.CompleteAsync();
        Assert.Null(await NextAsync());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{\"ID\":")]
    [InlineData("[1]")]
    [InlineData("{\"ID\":{}}")]
    public async Task What_is_no_request_is_refused_behind_those_before_it(string nonsense)
    {
        await SayAsync("{\"ID\":1} " + nonsense);
        await _body.Writer.CompleteAsync();
        Assert.Equal(1, (await NextAsync())!.ID);
        var refused = await Assert.ThrowsAsync<RpcException>(NextAsync);
        Assert.Equal(RpcCode.InvalidArgument, refused.Code);
    }

    private Task<LeaseKeepAliveRequest?> NextAsync() => _requests.NextAsync(TestContext.Current.CancellationToken).AsTask();

    private async Task SayAsync(string text) => await _body.Writer.WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);
}
