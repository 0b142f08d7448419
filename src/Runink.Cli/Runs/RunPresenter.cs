using Runink.Cli.Output;
using Runink.Cli.Projects;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Projects;
using Runink.Runs.Coordination;

namespace Runink.Cli.Runs;

/// <summary>
/// Carries out runs and shows them: bars on a terminal, plain lines elsewhere, JSON lines for machines; then the summary.
/// </summary>
internal sealed class RunPresenter(Terminal terminal, string format)
{
    /// <summary>The request for planned features of a project.</summary>
    public static RunRequest Request(
        LoadedFeatures loaded, PlanningResult plan, string? scenario,
        IReadOnlyDictionary<string, string> parameters, DateTimeOffset time)
    {
        if (plan.Scenarios.Count == 0)
            throw CliErrors.Usage($"{string.Join(", ", loaded.Files)} holds no scenario that can run",
                "scenarios tagged @test test others; they do not run by themselves");
        return new RunRequest
        {
            Features = loaded.Files,
            Scenario = scenario,
            Parameters = parameters,
            Plans = plan.Scenarios,
            Time = time,
            MaskingKey = plan.Scenarios.Any(planned => planned.NeedsMaskingKey) ? MaskingKey.Load(loaded.Project) : null,
        };
    }

    /// <summary>Shows a run while it goes on and its summary at the end.</summary>
    public async Task<RunResult> FollowAsync(Func<IRunObserver, Task<RunResult>> work)
    {
        var clock = TimeProvider.System;
        if (format == "json") return await work(new JsonProgress(terminal, clock));
        var result = terminal.IsInteractive
            ? await LiveProgress.FollowAsync(terminal, clock, work)
            : await work(new PlainProgress(terminal, clock));
        new RunSummary(terminal.Out, terminal.OutPaint).Write(result.Run, result.Stages);
        if (result.Failure is { } failure) terminal.Fail($"[{failure.Code}] {failure.Message}", failure.Hint);
        else if (result.ExitCode == ExitCodes.Interrupted)
            terminal.Fail("interrupted", $"carry on with 'runi resume {result.Run.Id}'");
        return result;
    }
}
