using Runink.Runs.Ledger;
using Runink.Store.Journal;

namespace Runink.Cli.Tests.EndToEnd.Kills;

/// <summary>Where a run stood when it was struck.</summary>
internal enum Moment
{
    /// <summary>The run was not in the ledger yet.</summary>
    BeforeTheRun,

    /// <summary>A stage was at work, or about to begin.</summary>
    InAStage,

    /// <summary>A stage had committed, and its parts were not all known to be in place.</summary>
    BetweenCommitAndPublish,

    /// <summary>All was published, and the run not marked as ended.</summary>
    BeforeTheEnd,

    /// <summary>The run had ended.</summary>
    AfterTheEnd,
}

/// <summary>
/// What the ledger of a struck project says, read from a copy of its journal: opening the journal itself would mend it,
/// and any command would recover the run.
/// </summary>
/// <param name="Moment">Where the newest run stood.</param>
/// <param name="Attempts">Attempts by stage, of those stages that had committed.</param>
internal sealed record Autopsy(Moment Moment, IReadOnlyDictionary<string, int> Attempts)
{
    /// <summary>Looks at the run that came after the first generation's.</summary>
    public static async Task<Autopsy> OfAsync(TradesProject project)
    {
        using var copy = new TemporaryDirectory();
        foreach (var file in Directory.EnumerateFiles(project.File(".runink/journal")))
            File.Copy(file, copy.File(Path.GetFileName(file)));
        await using var store = await JournalStore.OpenAsync(copy.Path, cancellationToken: TestContext.Current.CancellationToken);
        var ledger = new RunLedger(store);
        var runs = await ledger.ListAsync(TestContext.Current.CancellationToken);
        if (runs.Count < 2) return new(Moment.BeforeTheRun, new Dictionary<string, int>());
        var stages = (await ledger.StagesAsync(runs[^1].Id, TestContext.Current.CancellationToken)).Select(entry => entry.Record).ToList();
        return new(MomentOf(runs[^1], stages), stages
            .Where(stage => stage.State is StageState.Committed or StageState.Published)
            .ToDictionary(stage => stage.Id, stage => stage.Attempt));
    }

    private static Moment MomentOf(RunRecord run, List<StageRecord> stages)
    {
        if (run.HasEnded) return Moment.AfterTheEnd;
        if (stages.Any(stage => stage.State == StageState.Committed)) return Moment.BetweenCommitAndPublish;
        return stages.All(stage => stage.State == StageState.Published) ? Moment.BeforeTheEnd : Moment.InAStage;
    }
}
