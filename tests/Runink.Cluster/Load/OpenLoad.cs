using System.Diagnostics;
using Google.Protobuf;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cluster;

/// <summary>
/// So many puts a second, whatever becomes of those before, each to the next of some members. A put counts from the moment at which
/// it was due, so that one that had to wait for its turn is not made to look quick.
/// </summary>
internal sealed class OpenLoad : IAsyncDisposable
{
    private const int MostUnderWay = 4096;
    private const int Keys = 10_000;
    private static readonly RpcCallOptions s_patient = new() { Timeout = TimeSpan.FromSeconds(10) };

    private readonly IReadOnlyList<Member> _members;
    private readonly int _rate;
    private readonly ByteString _value = Text.Bytes(new string('v', 256));
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _room = new(MostUnderWay);
    private readonly Lock _lock = new();
    private readonly List<(long Due, double Milliseconds)> _answered = [];
    private readonly List<long> _failed = [];
    private readonly Task _running;

    /// <summary>Begins.</summary>
    public OpenLoad(IReadOnlyList<Member> members, int rate)
    {
        (_members, _rate) = (members, rate);
        _running = Task.Run(RunAsync);
    }

    /// <summary>How long the puts took that were due in some stretch of time and have an outcome.</summary>
    /// <param name="from">Timestamp of the beginning.</param>
    /// <param name="to">Timestamp of the end.</param>
    public Latencies Between(long from, long to)
    {
        lock (_lock)
        {
            var within = _answered.Where(put => put.Due >= from && put.Due < to).Select(put => put.Milliseconds);
            return Latencies.Of(within, _failed.Count(due => due >= from && due < to));
        }
    }

    /// <summary>Ends when every put has an outcome.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        _room.Dispose();
    }

    private async Task RunAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        for (var sent = 0L; !_stop.IsCancellationRequested; await Task.Delay(1, CancellationToken.None))
        {
            for (var due = (long)(Stopwatch.GetElapsedTime(begun).TotalSeconds * _rate); sent < due; sent++)
            {
                await _room.WaitAsync(CancellationToken.None);
                _ = PutAsync(sent, begun + (long)((double)sent / _rate * Stopwatch.Frequency));
            }
        }

        // Those under way.
        for (var put = 0; put < MostUnderWay; put++) await _room.WaitAsync(CancellationToken.None);
    }

    private async Task PutAsync(long number, long due)
    {
        var put = new PutRequest { Key = Text.Bytes($"o/{number % Keys}"), Value = _value };
        var isDone = await TryAsync(_members[(int)(number % _members.Count)], put);
        lock (_lock)
        {
            if (isDone) _answered.Add((due, Stopwatch.GetElapsedTime(due).TotalMilliseconds));
            else _failed.Add(due);
        }

        _room.Release();
    }

    private static async Task<bool> TryAsync(Member member, PutRequest put)
    {
        try
        {
            await member.Channel.CallAsync(EtcdApi.Put, put, s_patient);
            return true;
        }
        catch (RpcException)
        {
            return false;
        }
    }
}
