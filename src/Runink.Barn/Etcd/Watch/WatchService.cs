using Google.Protobuf;
using Runink.Rpc;
using WireRequest = Runink.Protocol.WatchRequest;

namespace Runink.Barn;

/// <summary>etcd's service Watch: one stream carries many watches.</summary>
internal sealed class WatchService(EtcdContext context)
{
    public RpcService Describe() => new(
        Protocol.WatchReflection.Descriptor.Services[0],
        RpcMethod.Duplex("Watch", Marshaller.Protobuf<WireRequest>(), WatchReplyWriter.Instance, WatchAsync));

    /// <summary>Watches for the JSON gateway, until the client goes.</summary>
    public async ValueTask FollowAsync(
        JsonRequests<WireRequest> requests, BarnGroup group, Func<Caller> identify, Func<IMessage, ValueTask> write, CancellationToken cancelled)
    {
        // A stream without a request has no answers.
        if (await requests.NextAsync(cancelled).ConfigureAwait(false) is not { } first) return;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        var untilEnd = ending.Token;
        var session = new WatchSession(context, group, new JsonOutput(write), identify);
        await using (session.ConfigureAwait(false))
        {
            await session.PostAsync(first, cancelled).ConfigureAwait(false);
            var reading = ReadAsync(() => requests.NextAsync(untilEnd), session, untilEnd);
            try
            {
                await session.RunAsync(cancelled).ConfigureAwait(false);
            }
            finally
            {
                // The body must not be read from any more once the call is over.
                await ending.CancelAsync().ConfigureAwait(false);
                await reading.ConfigureAwait(false);
            }
        }
    }

    private async ValueTask WatchAsync(RpcStreamReader<WireRequest> requests, RpcStreamWriter<WatchReply> replies, RpcCall call)
    {
        var group = (await context.IdentifyAsync(call).ConfigureAwait(false)).Group;
        // Read here for all: the call is not for two threads, and the requests are read by another one.
        _ = call.RequestHeaders;
        await context.WhileLedAsync(group, call, cancelled => ServeAsync(requests, replies, call, group, cancelled)).ConfigureAwait(false);
    }

    private async ValueTask ServeAsync(
        RpcStreamReader<WireRequest> requests, RpcStreamWriter<WatchReply> replies, RpcCall call, BarnGroup group, CancellationToken cancelled)
    {
        var session = new WatchSession(context, group, replies, () => context.IdentifyAgain(call, group));
        await using (session.ConfigureAwait(false))
        {
            var reading = ReadAsync(NextAsync, session, cancelled);
            try
            {
                await session.RunAsync(cancelled).ConfigureAwait(false);
            }
            finally
            {
                // The call must not be read from any more once it is given back, and the client may have nothing more to say.
                session.Complete(error: null);
                call.StopReading();
                await reading.ConfigureAwait(false);
            }
        }

        async ValueTask<WireRequest?> NextAsync() => await requests.MoveNextAsync().ConfigureAwait(false) ? requests.Current : null;
    }

    /// <summary>A client that has said all is still told of events.</summary>
    private static async Task ReadAsync(Func<ValueTask<WireRequest?>> next, WatchSession session, CancellationToken cancelled)
    {
        try
        {
            while (await next().ConfigureAwait(false) is { } request) await session.PostAsync(request, cancelled).ConfigureAwait(false);
            session.Complete(error: null);
        }
        catch (Exception failure)
        {
            session.Complete(failure);
        }
    }

    private sealed class JsonOutput(Func<IMessage, ValueTask> write) : RpcStreamWriter<WatchReply>
    {
        private readonly List<WatchReply> _written = [];

        public override void Write(WatchReply message) => _written.Add(message);

        public override async ValueTask FlushAsync()
        {
            foreach (var reply in _written) await write(reply.ToMessage()).ConfigureAwait(false);
            _written.Clear();
        }
    }
}
