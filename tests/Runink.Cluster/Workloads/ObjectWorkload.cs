using Runink.Protocol;
using Runink.Rpc;
using Runink.Simulation;

namespace Runink.Cluster;

/// <summary>
/// Clients of registers, compare-and-swaps, lists and sets, each asking one member after the other; histories are judged by the
/// simulator's checker. An answer that did not come leaves its operation open.
/// </summary>
internal sealed class ObjectWorkload
{
    private const int Looks = 8;

    private readonly Scene _scene;
    private readonly Prng _chance;
    private readonly Workload _workload;
    private readonly LinearizableHistories _judge = new(new LinearizabilityChecker());
    private readonly History _history;
    private readonly Lock _lock = new();
    private long _step;

    public ObjectWorkload(Scene scene, Prng chance)
    {
        (_scene, _chance) = (scene, chance);
        _workload = new Workload(new WorkloadOptions(), chance.Fork());
        _history = new History(_workload, _judge);
    }

    /// <summary>Operations that were answered, and those nobody knows the outcome of.</summary>
    public (long Answered, long Unknown) Counts { get; private set; }

    /// <summary>Histories too hard to judge within the checker's bound.</summary>
    public long Undecided => _judge.Undecided;

    /// <summary>Operations in histories that were judged and found right.</summary>
    public long Judged => _judge.Checked;

    /// <summary>One client, until told to stop.</summary>
    /// <param name="client">Its number.</param>
    /// <param name="pause">Between two operations, in the mean.</param>
    /// <param name="stop">Tells it.</param>
    public async Task RunAsync(int client, TimeSpan pause, CancellationToken stop)
    {
        Prng chance;
        lock (_lock) chance = _chance.Fork();
        while (!stop.IsCancellationRequested)
        {
            Operation operation;
            lock (_lock) _history.Begin(operation = new Operation(_workload.Next(client), ++_step));
            var member = chance.Pick([.. _scene.Cluster.Members]);
            var (reply, mayBeDone) = operation.Command.IsRead
                ? (await ReadAsync(member, operation.Command), false)
                : await ChangeAsync(member, operation.Command);
            lock (_lock) Finish(operation, reply, mayBeDone);
            await Task.Delay(chance.Below((2 * (int)pause.TotalMilliseconds) + 1), CancellationToken.None);
        }
    }

    /// <summary>Judges what is left.</summary>
    public void Close()
    {
        lock (_lock) Judging(_history.Close);
    }

    private void Finish(Operation operation, Reply? reply, bool mayBeDone) => Judging(() =>
    {
        if (reply is { } answer)
        {
            operation.Answer(answer, ++_step);
            _workload.Learn(operation.Command, answer);
            Counts = Counts with { Answered = Counts.Answered + 1 };
            _history.Return(operation);
        }
        else if (mayBeDone)
        {
            Counts = Counts with { Unknown = Counts.Unknown + 1 };
            _history.Abandon(operation);
        }
        else _history.Withdraw(operation);
    });

    private void Judging(Action close)
    {
        try
        {
            close();
        }
        catch (ViolationException violation)
        {
            _scene.Findings.Add(violation.Message);
        }
    }

    private static async Task<Reply?> ReadAsync(Member member, Command command) =>
        await RealCluster.TryAsync(member, EtcdApi.Range, ObjectCalls.Read(command)) is { } response ? ObjectCalls.Answer(command, response) : null;

    private async Task<(Reply? Reply, bool MayBeDone)> ChangeAsync(Member member, Command command)
    {
        KeyValue? seen = null;
        for (var look = 0; look < Looks; look++)
        {
            if (command.Kind == CommandKind.Append)
            {
                if (await RealCluster.TryAsync(member, EtcdApi.Range, ObjectCalls.Read(command)) is not { } response) return (null, false);
                seen = response.Kvs.FirstOrDefault();
            }

            try
            {
                var response = await member.Channel.CallAsync(EtcdApi.Txn, ObjectCalls.Change(command, seen), Deadlines.Call);
                if (response.Succeeded) _scene.Changes.Acknowledge(response.Header.Revision, ObjectCalls.KeyOf(command));
                if (ObjectCalls.Answer(command, response) is { } reply) return (reply, true);
            }
            catch (RpcException failure)
            {
                return (null, !NeverSent(failure));
            }
        }

        return (null, false);
    }

    private static bool NeverSent(RpcException failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
            if (cause is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError }) return true;
        return false;
    }
}
