using Runink.Runs.Files;
using Runink.Runs.Inputs;
using Runink.Runs.Ledger;
using Runink.Runs.Publishing;

namespace Runink.Runs.Coordination;

/// <summary>What the parts of one run's coordination share.</summary>
internal sealed record RunContext(
    RunEnvironment Environment, RunRequest Request, RunRecord Run, RunLedger Ledger, IRunObserver Observer)
{
    /// <summary>Where things lie.</summary>
    public StatePaths State { get; } = new(Environment.Project.StatePath);

    /// <summary>Pins inputs.</summary>
    public InputPinner Pinner { get; } = new(Environment.Project);

    /// <summary>Brings committed stages into place.</summary>
    public Publisher Publisher { get; } = new(
        Ledger, Environment.Files, Environment.Project.Root, new StatePaths(Environment.Project.StatePath));

    /// <summary>How this run calls itself in lock files.</summary>
    public string Holder => $"run {Run.Id} (process {System.Environment.ProcessId})";

    /// <summary>The time.</summary>
    public DateTimeOffset Now => Environment.Clock.GetUtcNow();
}
