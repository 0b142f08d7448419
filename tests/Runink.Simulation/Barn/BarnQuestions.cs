using Runink.Barn;

namespace Runink.Simulation;

/// <summary>What clients asked of a life of a node and wait for. Nobody may wait for longer than a request may take.</summary>
/// <param name="requestTicks">How long that is.</param>
/// <param name="health">What may be expected.</param>
internal sealed class BarnQuestions(long requestTicks, BarnHealth health)
{
    // A deadline is found out at a tick, and work may wait for the turn in which it comes.
    private const long SlackTicks = 50;

    private readonly Dictionary<IOutcome, (Action Answered, Action Lost)> _waiting = [];
    private readonly Queue<(IOutcome Outcome, long Asked)> _byAge = new();
    private long _ticks;

    public void Add<T>(Outcome<T> question, Action<ValueTask<T>> answered)
    {
        var task = question.Task.AsTask();
        var isCalm = health.IsCalm;
        var stopped = new KvErrorException(KvErrors.Stopped);
        _waiting.Add(question, (() => answered(new(Judge(task, isCalm))), () => answered(new(Task.FromException<T>(stopped)))));
        _byAge.Enqueue((question, _ticks));
    }

    public void Answered(IOutcome outcome)
    {
        if (_waiting.Remove(outcome, out var caller)) caller.Answered();
    }

    public void Tick()
    {
        _ticks++;
        while (_byAge.TryPeek(out var oldest))
        {
            if (_waiting.ContainsKey(oldest.Outcome))
            {
                if (_ticks - oldest.Asked <= (health.PatienceTicks ?? requestTicks + SlackTicks)) return;
                throw new ViolationException("Nobody waits for ever", $"{oldest.Outcome.GetType().Name} has no answer after {_ticks - oldest.Asked} ticks");
            }

            _byAge.Dequeue();
        }
    }

    /// <summary>The node is gone: nobody will get an answer.</summary>
    public void TellLost()
    {
        var lost = _byAge.Where(asked => _waiting.ContainsKey(asked.Outcome)).Select(asked => _waiting[asked.Outcome]).ToList();
        _waiting.Clear();
        _byAge.Clear();
        foreach (var caller in lost) caller.Lost();
    }

    /// <summary>What was asked and answered while nothing failed was not refused.</summary>
    private Task<T> Judge<T>(Task<T> answer, bool wasCalm)
    {
        if (wasCalm && health.IsCalm && answer is Task<KvResult> or Task<KvView>)
        {
            var error = answer.IsFaulted ? (answer.Exception!.InnerException as KvErrorException)?.Error : (answer.Result as KvResult)?.Error;
            if (error?.Code is KvStatusCode.Unavailable or KvStatusCode.ResourceExhausted)
                throw new ViolationException("Nobody notices a handover", $"a client was told \"{error.Message}\"");
        }

        return answer;
    }
}
