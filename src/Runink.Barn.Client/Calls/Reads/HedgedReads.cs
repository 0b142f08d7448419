using Runink.Rpc;

namespace Runink.Barn.Client;

/// <summary>
/// Asks for reads: of one endpoint, and of another too when the first takes longer than nearly all answers did. The first answer wins,
/// the other call is cancelled. Both are right: a read is linearizable wherever it is asked. Thread-safe.
/// </summary>
internal sealed class HedgedReads(ReadBalancer balancer, BarnStoreOptions options)
{
    private readonly AnswerTimes _times = new();
    private readonly HedgeBudget _budget = new();

    /// <summary>One attempt of a read; fails as that of the first endpoint does.</summary>
    public async ValueTask<T> AskAsync<T>(Attempt<T> attempt, RpcChannel first, CallTerms terms, CancellationToken cancellationToken)
    {
        _budget.Earn();
        if (!options.HedgeReads || _times.Slow is not { } slow) return await TimedAsync(attempt, first, terms, cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var began = options.Clock.GetTimestamp();
        var one = TimedAsync(attempt, first, terms, end.Token);
        await ((Task)one).WaitAsync(slow, options.Clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (one.IsCompleted || balancer.Other(first) is not { } second || !_budget.TrySpend()) return await one;
        var two = TimedAsync(attempt, second, terms, end.Token);
        if (await FirstAnswerAsync(one, two) == one) return await EndAsync(one, two, end);
        balancer.Overtaken(first, options.Clock.GetElapsedTime(began));
        return await EndAsync(two, one, end);
    }

    private async Task<T> TimedAsync<T>(Attempt<T> attempt, RpcChannel channel, CallTerms terms, CancellationToken cancellationToken)
    {
        var began = options.Clock.GetTimestamp();
        var answer = await attempt(channel, terms, cancellationToken);
        var time = options.Clock.GetElapsedTime(began);
        _times.Add(time);
        balancer.Answered(channel, time);
        return answer;
    }

    /// <summary>A failure is no answer as long as the other may give one, but a refusal is.</summary>
    private static async Task<Task<T>> FirstAnswerAsync<T>(Task<T> one, Task<T> two)
    {
        var (done, other) = await Task.WhenAny(one, two) == one ? (one, two) : (two, one);
        if (IsAnswer(done)) return done;
        await ((Task)other).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return IsAnswer(other) ? other : one;
    }

    private static bool IsAnswer(Task task) => task.IsCompletedSuccessfully
        || (task.Exception?.InnerException is RpcException failure && FailureJudge.Judge(failure) == Verdict.Refused);

    private static async Task<T> EndAsync<T>(Task<T> winner, Task<T> other, CancellationTokenSource end)
    {
        await end.CancelAsync();
        // Whatever becomes of it, nobody waits for it any more.
        _ = other.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return await winner;
    }
}
