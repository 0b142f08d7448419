using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Runink.Pipelines.Diagnostics;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster.Connection;

/// <summary>
/// Follows changes without missing or repeating one: when the connection breaks, it goes on with the revision after the last whole
/// one, at the next endpoint. Only in the beginning one of the endpoints must answer at once.
/// </summary>
/// <param name="connection">The cluster.</param>
/// <param name="create">What to follow; its start revision moves along.</param>
/// <param name="interrupted">Told why the connection broke, before it is tried again.</param>
internal sealed partial class WatchFollower(ClusterConnection connection, WatchCreateRequest create, Action<string> interrupted)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private bool _hasBegun;
    private int _failures;

    /// <summary>Answers that carry changes or, without any, progress; whole revisions each.</summary>
    /// <exception cref="RuninkException">The revisions that come next were compacted, or the watch was refused.</exception>
    /// <exception cref="RpcException">No server can be reached in the first place, or the call is refused.</exception>
    public async IAsyncEnumerable<WatchResponse> FollowAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            await using var stream = new Stream();
            for (var isOpen = await OpenAsync(stream, cancellation); isOpen && await NextAsync(stream) is { } answer;)
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
            connection.Turn();
            if (!_hasBegun && ++_failures < connection.EndpointCount) continue;
            interrupted(stream.Reason);
            await Task.Delay(Pause, cancellation);
        }
    }

    // To log in is a part of it: that fails as everything does while the server is away.
    private Task<bool> OpenAsync(Stream stream, CancellationToken cancellation) => GuardAsync(stream, async () =>
    {
        stream.Call = await connection.StartAsync(EtcdCalls.Watch, cancellation);
        try
        {
            await stream.Call.Requests.WriteAsync(new() { CreateRequest = create });
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // The call has ended already; its answer says why.
        }

        return true;
    });

    private Task<WatchResponse?> NextAsync(Stream stream) => GuardAsync(stream, async () =>
    {
        var answers = stream.Call!.Responses;
        return await answers.MoveNextAsync() ? answers.Current : null;
    });

    private async Task<T?> GuardAsync<T>(Stream stream, Func<Task<T?>> work)
    {
        try
        {
            return await work();
        }
        catch (RpcException e) when (_hasBegun ? IsPassing(e) : IsElsewhere(e))
        {
            stream.Reason = e.Message;
            return default;
        }
    }

    private static bool IsPassing(RpcException e) => RpcFailures.IsOfTransport(e)
        || e.Code is RpcCode.Unavailable or RpcCode.Unknown or RpcCode.Internal or RpcCode.Cancelled or RpcCode.DeadlineExceeded;

    /// <summary>Whether there is an endpoint that was not asked yet and may do better.</summary>
    private bool IsElsewhere(RpcException e) => _failures + 1 < connection.EndpointCount
        && (RpcFailures.NeverArrived(e) || RpcFailures.HasNoLeader(e));

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

    private sealed class Stream : IAsyncDisposable
    {
        public RpcClientCall<WatchRequest, WatchResponse>? Call { get; set; }

        public string Reason { get; set; } = "the server ended the watch";

        public ValueTask DisposeAsync() => Call?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
