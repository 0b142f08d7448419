using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace Runink.Barn;

/// <summary>Calls of the JSON gateway: a request in, one answer or a stream of them out.</summary>
internal sealed class GatewayCalls(EtcdContext context)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public HttpApi.Route Unary<TRequest, TResponse>(Func<TRequest, Caller, ValueTask<TResponse>> handler)
        where TRequest : IMessage<TRequest>, new()
        where TResponse : IMessage<TResponse> => new(HttpMethods.Post, async http =>
    {
        string body;
        var status = StatusCodes.Status200OK;
        try
        {
            var request = JsonMessages.Read<TRequest>(await ReadAsync(http).ConfigureAwait(false));
            var caller = await context.IdentifyAsync(http).ConfigureAwait(false);
            body = JsonMessages.Write(await handler(request, caller).ConfigureAwait(false));
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            var known = GatewayErrors.StatusOf(failure);
            (body, status) = (GatewayErrors.Body(known), GatewayErrors.HttpStatusOf(known.Code));
        }

        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
    });

    /// <summary>A call whose answers are a stream of JSON objects, one a line, each inside <c>result</c>.</summary>
    public HttpApi.Route Streaming<TRequest>(
        Func<TRequest, Caller, Func<IMessage, ValueTask>, CancellationToken, ValueTask> handler)
        where TRequest : IMessage<TRequest>, new() => new(HttpMethods.Post, async http =>
    {
        try
        {
            var body = await ReadAsync(http).ConfigureAwait(false);
            // A stream without a request has no answers.
            if (body.Length == 0) return;
            var request = JsonMessages.Read<TRequest>(body);
            var caller = await context.IdentifyAsync(http).ConfigureAwait(false);
            await handler(request, caller, WriteResultAsync, http.RequestAborted).ConfigureAwait(false);

            ValueTask WriteResultAsync(IMessage message) => WriteAsync(http, $$"""{"result":{{JsonMessages.Write(message)}}}""");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            var known = GatewayErrors.StatusOf(failure);
            if (!http.Response.HasStarted) http.Response.StatusCode = GatewayErrors.HttpStatusOf(known.Code);
            await WriteAsync(http, GatewayErrors.StreamBody(known)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client has gone, which is how such a stream ends.
        }
    });

    private static async Task<string> ReadAsync(HttpContext http)
    {
        // The server bounds the length of bodies.
        using var reader = new StreamReader(http.Request.Body, Utf8);
        return (await reader.ReadToEndAsync(http.RequestAborted).ConfigureAwait(false)).Trim();
    }

    private static async ValueTask WriteAsync(HttpContext http, string json)
    {
        if (!http.Response.HasStarted) http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(json + "\n", http.RequestAborted).ConfigureAwait(false);
        await http.Response.Body.FlushAsync(http.RequestAborted).ConfigureAwait(false);
    }
}
