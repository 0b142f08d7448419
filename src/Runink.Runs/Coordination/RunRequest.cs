using Runink.Pipelines.Planning;
using Runink.Pipelines.Projects;
using Runink.Runs.Files;
using Runink.Runs.Ledger;
using Runink.Store;

namespace Runink.Runs.Coordination;

/// <summary>What to run.</summary>
public sealed record RunRequest
{
    /// <summary>Feature files, as they were asked for; kept for a resume.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>The one scenario that was asked for, or null for all.</summary>
    public string? Scenario { get; init; }

    /// <summary>Values of <c>{{param.x}}</c>.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>The scenarios, planned; those that write a dataset come before those that read it.</summary>
    public required IReadOnlyList<ScenarioPlan> Plans { get; init; }

    /// <summary>Time of the run, which the plans were made with; ignored by a resume, which keeps the first.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The masking key, base64, when a plan needs it.</summary>
    public string? MaskingKey { get; init; }

    /// <summary>Fail at once when another run holds a dataset, instead of waiting.</summary>
    public bool NoWait { get; init; }

    /// <summary>One thread and stable order, for tests of features.</summary>
    public bool Ordered { get; init; }
}

/// <summary>How a run ended.</summary>
/// <param name="Run">The run.</param>
/// <param name="Stages">Its stages, in order.</param>
/// <param name="ExitCode">Exit code for the command.</param>
/// <param name="Failure">The first failure, or null.</param>
public sealed record RunResult(RunRecord Run, IReadOnlyList<StageRecord> Stages, int ExitCode, StageFailure? Failure);

/// <summary>What a coordinator works with.</summary>
public sealed record RunEnvironment
{
    /// <summary>The project.</summary>
    public required Project Project { get; init; }

    /// <summary>Where the ledger is.</summary>
    public required IStore Store { get; init; }

    /// <summary>What starts slices.</summary>
    public required ISliceLauncher Launcher { get; init; }

    /// <summary>What starts people's programs.</summary>
    public required IProgramLauncher Programs { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Chance, for names and waits.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>The filesystem, as publishing sees it.</summary>
    public IFileOperations Files { get; init; } = new DiskFiles();

    /// <summary>How long a slice may take to stop before it is killed.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(5);
}
