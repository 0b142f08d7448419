using System.Diagnostics;

namespace Runink.Cli.Tests.EndToEnd.Kills;

/// <summary>Who is killed.</summary>
internal enum Target
{
    Everything,
    Slice,
    Coordinator,

    /// <summary>One of the processes beneath the coordinator: of a slice, a sandbox or a program.</summary>
    Any,
}

/// <summary>What came of a strike.</summary>
/// <param name="Target">Who was killed.</param>
/// <param name="Moment">Where the run stood.</param>
/// <param name="Ran">How long the run had been going.</param>
internal sealed record Hit(Target Target, Moment Moment, TimeSpan Ran)
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
        Deliver(victim);
        var ran = watch.Elapsed;
        var outcome = await victim.EndAsync();
        var autopsy = await Autopsy.OfAsync(project);
        if (Target == Target.Slice && outcome.ExitCode != 0)
        {
            Assert.Equal(1, outcome.ExitCode);

            // R5012 is for one that was killed while it was given its files.
            Assert.Matches("R5008|R5012", outcome.Error);
            autopsy = autopsy with { Moment = Moment.InAStage };
        }

        if (Target == Target.Any && outcome.ExitCode != 0)
        {
            Assert.True(outcome.ExitCode == 1, $"exit {outcome.ExitCode}: {outcome.Error}");
            autopsy = autopsy with { Moment = Moment.InAStage };
        }


        return (new(Target, autopsy.Moment, ran), autopsy);
    }

    /// <summary>A slice that is not there at that moment is awaited, and given as long again.</summary>
    private void Deliver(RuniProcess victim)
    {
        switch (Target)
        {
            case Target.Everything:
                victim.SignalAll(Signal.Kill);
                break;
            case Target.Coordinator:
                victim.Signal(Signal.Kill);
                break;
            case Target.Any:
                victim.AwaitSlice();
                var beneath = ProcessTable.Beneath(victim.Id).ToList();
                if (beneath.Count > 0) Signals.Send(beneath[Choice % beneath.Count], Signal.Kill);
                break;
            default:
                if (victim.Slice() is null && victim.AwaitSlice() is not null) victim.AwaitEnd(After);
                if (victim.Slice() is { } slice) Signals.Send(slice, Signal.Kill);
                break;
        }
    }
}
