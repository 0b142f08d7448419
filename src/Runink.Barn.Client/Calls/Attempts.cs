using Runink.Rpc;

namespace Runink.Barn.Client;

/// <summary>
/// The attempts of one call, or of one watch to get a stream: whether there is another after a failure, where and when.
/// </summary>
internal sealed class Attempts(Cluster cluster, TimeSpan patience)
{
    private readonly TimeProvider _clock = cluster.Options.Clock;
    private long? _since = cluster.Options.Clock.GetTimestamp();
    private int _failures;
    private int _distrusts;

    /// <summary>An attempt went well: patience begins anew with the next failure.</summary>
    public void Succeeded()
    {
        _since = null;
        _failures = 0;
        _distrusts = 0;
    }

    /// <summary>Returns when it is time for the next attempt; throws if there is none.</summary>
    /// <param name="channel">Where the attempt was made.</param>
    /// <param name="terms">With what; null if it failed before, fetching the token.</param>
    /// <param name="failure">How it failed.</param>
    /// <param name="isRepeatable">Whether it does no harm when the call is carried out twice.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask FailedAsync(
        RpcChannel channel, CallTerms? terms, RpcException failure, bool isRepeatable, CancellationToken cancellationToken)
    {
        cluster.ThrowIfClosed();
        cancellationToken.ThrowIfCancellationRequested();
        var verdict = FailureJudge.Judge(failure);
        if (verdict == Verdict.StaleToken && !IsRenewable(terms, failure)) verdict = Verdict.Refused;
        if (terms is not null && !isRepeatable && (verdict is Verdict.Unknown or Verdict.Broken || IsOwnLimit(failure)))
            throw StoreFailures.FateUnknown(channel.Options.Address, failure);
        if (verdict is Verdict.Refused or Verdict.Broken) throw failure;
        if (verdict != Verdict.StaleToken) cluster.Leave(channel);

        _since ??= _clock.GetTimestamp();
        _failures++;
        if (FailureJudge.IsDistrust(failure)) _distrusts++;
        var (round, rest) = Math.DivRem(_failures, cluster.Endpoints.Count);
        var pause = rest == 0 ? cluster.Pauses.Before(round) : TimeSpan.Zero;
        if (_distrusts >= cluster.Endpoints.Count || _clock.GetElapsedTime(_since.Value) + pause > patience)
            throw StoreFailures.Unreachable(cluster.Endpoints, failure);
        if (pause > TimeSpan.Zero) await cluster.PauseAsync(pause, cancellationToken);
    }

    /// <summary>Whether a new token may help; the next attempt fetches it.</summary>
    private bool IsRenewable(CallTerms? terms, RpcException failure)
    {
        // That there is no user can change only for who had no token: authentication was switched on since.
        if (failure.Message is EtcdErrors.NoUser && terms is not { HasToken: false }) return false;
        return terms is null || cluster.Credentials.Forget(terms);
    }

    /// <summary>Whether it was this side that did not take the answer, so that the call was carried out.</summary>
    private bool IsOwnLimit(RpcException failure) =>
        failure.Message.StartsWith(EtcdErrors.MessageTooLarge, StringComparison.Ordinal)
        && failure.Message.EndsWith($"vs. {cluster.Options.MaxAnswerBytes})", StringComparison.Ordinal);
}
