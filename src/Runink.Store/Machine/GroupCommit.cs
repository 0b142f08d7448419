namespace Runink.Store.Machine;

/// <summary>
/// Decides and commits the requests that wait, many at once, so that they share one sync of the log. Only
/// <see cref="Queue"/> may be touched from outside the store's gate.
/// </summary>
internal sealed class GroupCommit(ICommandLog log, TimeProvider clock, int keptRevisions)
{
    private const int MostAtOnce = 256;

    /// <summary>A lease that is due is still there only when its end could not be recorded: the disk is full.</summary>
    private static readonly TimeSpan RetryExpiry = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>The requests that wait.</summary>
    public CommandQueue Queue { get; } = new();

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Whether a lease is due that this process may end.</summary>
    public bool LeaseIsDue => log.Refusal is null && Deciders.Expiry(log.Machine, Now) is not null;

    /// <summary>How long the state can be left alone, or null when nothing but a request of this process can change it.</summary>
    public TimeSpan? UntilNextLook
    {
        get
        {
            if (log.Refusal is not null || log.Machine.Leases.Next is not { } next) return log.PollInterval;
            var left = TimeSpan.FromMilliseconds(next.ExpiresAt - Now);
            if (left <= TimeSpan.Zero) left = RetryExpiry;
            if (left > LongestWait) left = LongestWait;
            return log.PollInterval is { } poll && poll < left ? poll : left;
        }
    }

    /// <summary>
    /// Ends leases that are due, then commits what waits, as far as one commit has room. Returns whether the state changed.
    /// Throws only what kept it from beginning, or what befell it when no request was there to be told.
    /// </summary>
    public async ValueTask<bool> RunAsync(CancellationToken cancellationToken)
    {
        var changed = await log.BeginAsync(cancellationToken);
        try
        {
            return Commit() || changed;
        }
        finally
        {
            log.End();
        }
    }

    private bool Commit()
    {
        var decided = new List<PendingCommand>();
        try
        {
            var changed = Decide(decided);
            if (changed) log.Flush();
            foreach (var command in decided) command.Answer();
            return changed;
        }
        catch (Exception failure) when (decided.Count > 0)
        {
            foreach (var command in decided) command.Fail(failure);
            return true;
        }
    }

    private bool Decide(List<PendingCommand> decided)
    {
        var now = Now;
        var room = true;
        var changed = false;
        while (room && Deciders.Expiry(log.Machine, now) is { } expiry) Take(expiry);
        while (room && decided.Count < MostAtOnce && Queue.Take() is { } next)
        {
            decided.Add(next);
            if (next.Decide(log.Machine, now) is { } command) Take(command);
        }

        if (changed && Deciders.Trim(log.Machine, keptRevisions) is { } trim) Take(trim);
        return changed;

        void Take(Command command)
        {
            log.Machine.Apply(command);
            room = log.Append(command);
            changed = true;
        }
    }
}
