using System.Diagnostics;

namespace Runink.Cli.Tests.EndToEnd.Kills;

/// <summary>Who is killed.</summary>
internal enum Target
{
    Everything,
    Slice,
    Coordinator,

    /// <summary>A slice that has no files: it comes up, waits for more work, or is just being given some.</summary>
    Idle,

    /// <summary>One of the processes beneath the coordinator: of a slice, a sandbox or a program.</summary>
    Any,
}

/// <summary>What came of a strike.</summary>
/// <param name="Target">Who was killed.</param>
/// <param name="Moment">Where the run stood.</param>
/// <param name="Ran">How long the run had been going.</param>
/// <param name="Survived">Whether a slice was killed, and the run went on to its end with others.</param>
internal sealed record Hit(Target Target, Moment Moment, TimeSpan Ran, bool Survived)
{
    public bool IsInside => Moment is Moment.InAStage or Moment.BetweenCommitAndPublish or Moment.BeforeTheEnd;
}

/// <summary>Kills a run, or a part of it, after a time.</summary>
/// <param name="Target">Who.</param>
/// <param name="After">How long the run goes on before.</param>
/// <param name="Choice">Any number: chooses among several.</param>
internal sealed record Strike(Target Target, TimeSpan After, int Choice)
{
    /// <summary>Starts the run, strikes, and waits until the coordinator is gone.</summary>
    public async Task<(Hit Hit, Autopsy Autopsy)> DeliverAsync(TradesProject project)
    {
        using var victim = project.Start("run", TradesProject.Feature);
        var watch = Stopwatch.StartNew();
        victim.AwaitEnd(After);
        var struck = Deliver(victim);
        var ran = watch.Elapsed;
        var outcome = await victim.EndAsync();
        var autopsy = await Autopsy.OfAsync(project);
        if (Target is Target.Slice or Target.Idle or Target.Any && outcome.ExitCode != 0)
        {
            Assert.True(outcome.ExitCode == 1, $"exit {outcome.ExitCode}: {outcome.Error}");
            if (Target != Target.Any) Assert.Contains("R5008", outcome.Error, StringComparison.Ordinal);
            autopsy = autopsy with { Moment = Moment.InAStage };
        }

        var survived = struck && outcome.ExitCode == 0;
        return (new(Target, survived ? Moment.InAStage : autopsy.Moment, ran, survived), autopsy);
    }

    /// <summary>Whether a slice was hit. One that is not there at that moment is awaited, and given as long again.</summary>
    private bool Deliver(RuniProcess victim)
    {
        switch (Target)
        {
            case Target.Everything:
                victim.SignalAll(Signal.Kill);
                return false;
            case Target.Coordinator:
                victim.Signal(Signal.Kill);
                return false;
            case Target.Any:
                victim.AwaitSlice();
                var beneath = ProcessTable.Beneath(victim.Id).ToList();
                if (beneath.Count > 0) Signals.Send(beneath[Choice % beneath.Count], Signal.Kill);
                return false;
            case Target.Idle:
                return Kill(victim.AwaitIdleSlice());
            default:
                if (victim.Slice() is null && victim.AwaitSlice() is not null) victim.AwaitEnd(After);
                return Kill(victim.Slice());
        }
    }

    private static bool Kill(int? slice) => slice is { } process && Signals.Send(process, Signal.Kill);
}
