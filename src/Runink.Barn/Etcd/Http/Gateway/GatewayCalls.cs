using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Runink.Barn;

/// <summary>Calls of the JSON gateway: a request in and an answer out, or a stream of both.</summary>
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

    /// <summary>
    /// A call whose requests are JSON objects, one behind the other, and whose answers are a stream of them, one a line, each inside
    /// <c>result</c>.
    /// </summary>
    public HttpApi.Route Streaming<TRequest>(
        Func<JsonRequests<TRequest>, Caller, Func<IMessage, ValueTask>, HttpContext, ValueTask> handler)
        where TRequest : class, IMessage<TRequest>, new() => new(HttpMethods.Post, async http =>
    {
        try
        {
            var caller = await context.IdentifyAsync(http).ConfigureAwait(false);
            MaySayNothingForLong(http);
            var requests = new JsonRequests<TRequest>(http.Request.BodyReader, context.Node.Options.MaxRequestBytes);
            await handler(requests, caller, WriteResultAsync, http).ConfigureAwait(false);

            ValueTask WriteResultAsync(IMessage message) => WriteAsync(http, $$"""{"result":{{JsonMessages.Write(message)}}}""");
        }
        catch (Exception gone) when (gone is OperationCanceledException || http.RequestAborted.IsCancellationRequested)
        {
            // The client has gone, which is how such a stream ends.
        }
        catch (Exception failure)
        {
            var known = GatewayErrors.StatusOf(failure);
            if (!http.Response.HasStarted) http.Response.StatusCode = GatewayErrors.HttpStatusOf(known.Code);
            await WriteAsync(http, GatewayErrors.StreamBody(known)).ConfigureAwait(false);
        }
    });

    private static void MaySayNothingForLong(HttpContext http)
    {
        if (!HttpProtocol.IsHttp2(http.Request.Protocol) && http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
    }

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
