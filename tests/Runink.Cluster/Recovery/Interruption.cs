using System.Diagnostics;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cluster;

/// <summary>
/// How long no write is accepted after the leader is killed: clients write without a pause, each to its own member until that fails, then to
/// the next; a call may take as long as the server lets it. Besides, a new call begins every 20 ms, so that somebody asks who is not still
/// waiting for an answer that died with the leader.
/// </summary>
internal sealed class Interruption(RealCluster cluster)
{
    private const int Writers = 16;
    private static readonly RpcCallOptions s_patient = new() { Timeout = TimeSpan.FromSeconds(10) };

    private long _accepted = Stopwatch.GetTimestamp();
    private long _gap;
    private long _longestCall;

    /// <summary>Kills the leader under load once and starts it again.</summary>
    /// <returns>The longest time without an accepted write, and the longest time a caller waited for its write to be accepted.</returns>
    public async Task<(TimeSpan Gap, TimeSpan Call)> KillLeaderAsync()
    {
        using var stop = new CancellationTokenSource();
        _accepted = Stopwatch.GetTimestamp();
        var writers = Enumerable.Range(0, Writers).Select(writer => WriteAsync(writer, stop.Token)).ToList();
        writers.Add(ProbeAsync(stop.Token));
        await Task.Delay(1500, CancellationToken.None);
        var leader = await cluster.LeaderAsync() ?? throw new TimeoutException("nobody leads");
        (_gap, _longestCall) = (0, 0);
        leader.Kill();
        await Task.Delay(9000, CancellationToken.None);
        await stop.CancelAsync();
        await Task.WhenAll(writers);
        var measured = (Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _gap)), Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _longestCall)));
        cluster.Start(leader);
        await cluster.UntilServesAsync(leader, TimeSpan.FromSeconds(60));
        return measured;
    }

    private async Task WriteAsync(int writer, CancellationToken stop)
    {
        var put = new PutRequest { Key = Text.Bytes($"r/{writer}"), Value = Text.Bytes(writer) };
        var member = writer;
        while (!stop.IsCancellationRequested)
        {
            var begun = Stopwatch.GetTimestamp();
            for (var isAccepted = false; !isAccepted && !stop.IsCancellationRequested;)
            {
                try
                {
                    await cluster.Members[member % cluster.Members.Count].Channel.CallAsync(EtcdApi.Put, put, s_patient, stop);
                    isAccepted = true;
                }
                catch (Exception failure) when (failure is RpcException or OperationCanceledException)
                {
                    member++;
                    await Task.Delay(10, CancellationToken.None);
                }
            }

            if (stop.IsCancellationRequested) return;
            Accepted();
            Raise(ref _longestCall, Stopwatch.GetTimestamp() - begun);
        }
    }

    private async Task ProbeAsync(CancellationToken stop)
    {
        List<Task> calls = [];
        for (var call = 0; !stop.IsCancellationRequested; call++)
        {
            calls.Add(ProbeOnceAsync(cluster.Members[call % cluster.Members.Count], stop));
            await Task.Delay(20, CancellationToken.None);
        }

        await Task.WhenAll(calls);
    }

    private async Task ProbeOnceAsync(Member member, CancellationToken stop)
    {
        var put = new PutRequest { Key = Text.Bytes("r/probe"), Value = Text.Bytes("1") };
        if (await RealCluster.TryAsync(member, EtcdApi.Put, put, stop) is not null) Accepted();
    }

    private void Accepted()
    {
        var now = Stopwatch.GetTimestamp();
        Raise(ref _gap, now - Interlocked.Exchange(ref _accepted, now));
    }

    private static void Raise(ref long most, long value)
    {
        for (var known = Interlocked.Read(ref most); value > known;)
        {
            var before = Interlocked.CompareExchange(ref most, value, known);
            if (before == known) return;
            known = before;
        }
    }
}
