using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster.Connection;

/// <summary>
/// Follows changes without missing or repeating one: when the connection breaks, it goes on with the revision after the last whole
/// one, at the next endpoint. Only the first connection must succeed at once.
/// </summary>
/// <param name="connection">The cluster.</param>
/// <param name="create">What to follow; its start revision moves along.</param>
/// <param name="interrupted">Told why the connection broke, before it is tried again.</param>
internal sealed partial class WatchFollower(ClusterConnection connection, WatchCreateRequest create, Action<string> interrupted)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private bool _hasBegun;

    /// <summary>Answers that carry changes or, without any, progress; whole revisions each.</summary>
    /// <exception cref="RuninkException">The revisions that come next were compacted, or the watch was refused.</exception>
    /// <exception cref="RpcException">The server cannot be reached in the first place, or refuses the call.</exception>
    public async IAsyncEnumerable<WatchResponse> FollowAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            await using var stream = new Stream(await connection.StartAsync(EtcdCalls.Watch, cancellation));
            for (var isOpen = await AskAsync(stream, cancellation); isOpen && await NextAsync(stream) is { } answer;)
            {
                Check(answer);
                _hasBegun = true;
                if (answer.Created)
                {
                    if (create.StartRevision == 0) create.StartRevision = answer.Header.Revision + 1;
                    continue;
                }

                yield return answer;
                var last = answer.Events.Count > 0 ? answer.Events[^1].Kv.ModRevision : answer.Header.Revision;
                create.StartRevision = Math.Max(create.StartRevision, last + 1);
            }

            cancellation.ThrowIfCancellationRequested();
            interrupted(stream.Reason);
            connection.Turn();
            await Task.Delay(Pause, cancellation);
        }
    }

    private Task<bool> AskAsync(Stream stream, CancellationToken cancellation) => GuardAsync(stream, async call =>
    {
        try
        {
            await call.Requests.WriteAsync(new() { CreateRequest = create });
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The call has ended already; its answer says why.
        }

        return true;
    });

    private Task<WatchResponse?> NextAsync(Stream stream) =>
        GuardAsync(stream, async call => await call.Responses.MoveNextAsync() ? call.Responses.Current : null);

    private async Task<T?> GuardAsync<T>(Stream stream, Func<RpcClientCall<WatchRequest, WatchResponse>, Task<T?>> work)
    {
        try
        {
            return await work(stream.Call);
        }
        catch (RpcException e) when (_hasBegun && e.Code is RpcCode.Unavailable or RpcCode.Unknown or RpcCode.Internal or RpcCode.Cancelled)
        {
            stream.Reason = e.Message;
            return default;
        }
    }

    private static void Check(WatchResponse answer)
    {
        if (!answer.Canceled) return;
        // A refusal that a call would have ended with stands here as text.
        var refusal = Refusal().Match(answer.CancelReason);
        if (refusal.Success && Enum.TryParse<RpcCode>(refusal.Groups["code"].Value, out var code))
            throw new RpcException(code, refusal.Groups["message"].Value);
        throw answer.CompactRevision > 0
            ? CliErrors.NotFound($"the history before revision {answer.CompactRevision} was compacted: what changed there is not known any more")
            : CliErrors.Conflict($"the watch was refused: {answer.CancelReason}");
    }

    [GeneratedRegex(@"\Arpc error: code = (?<code>\w+) desc = (?<message>.+)\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Refusal();

    private sealed class Stream(RpcClientCall<WatchRequest, WatchResponse> call) : IAsyncDisposable
    {
        public RpcClientCall<WatchRequest, WatchResponse> Call => call;

        public string Reason { get; set; } = "the server ended the watch";

        public ValueTask DisposeAsync() => call.DisposeAsync();
    }
}
