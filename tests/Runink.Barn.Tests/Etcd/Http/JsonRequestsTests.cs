using System.IO.Pipelines;
using System.Text;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Barn.Tests;

public sealed class JsonRequestsTests
{
    private readonly Pipe _body = new();
    private readonly JsonRequests<LeaseKeepAliveRequest> _requests;

    public JsonRequestsTests() => _requests = new(_body.Reader, longest: 1000);

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

    [Fact]
    public async Task A_request_may_come_byte_by_byte()
    {
        const string request = """{"ID":"17", "other":[{"deep":[1,"}{",2.5e3]}, null, true]}""";
        foreach (var one in request) await SayAsync(one.ToString());
        var read = NextAsync();
        Assert.Equal(17, (await read)!.ID);
        foreach (var one in "{\"ID\":4}") await SayAsync(one.ToString());
        Assert.Equal(4, (await NextAsync())!.ID);
    }

    [Fact]
    public async Task A_text_that_does_not_end_is_refused_before_the_body_does()
    {
        await SayAsync("{\"ID\":\"");
        var waiting = NextAsync();
        for (var i = 0; i < 11 && !waiting.IsCompleted; i++) await SayAsync(new string('1', 100));
        Assert.Equal(RpcCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => waiting)).Code);
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
