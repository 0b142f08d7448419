using System.CommandLine;
using Runink.Cli.Output;
using Runink.Isolation;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Projects;
using Runink.Runs;
using Runink.Runs.Coordination;

namespace Runink.Cli.Projects;

/// <summary>What starts the processes of a run: in sandboxes, unless somebody asks for exactly the opposite.</summary>
internal sealed class RunIsolation : IAsyncDisposable
{
    /// <summary>The default.</summary>
    public const string Sandbox = "sandbox";

    private const string None = "none";
    private readonly RunSandboxes? _sandboxes;
    private readonly Terminal _terminal;

    private RunIsolation(RunSandboxes sandboxes, Terminal terminal) =>
        (_sandboxes, _terminal, Slices, Programs) = (sandboxes, terminal, sandboxes.Slices, sandboxes.Programs);

    private RunIsolation(RuniProgram program, Terminal terminal)
    {
        var slice = program.ForSlices();
        (_terminal, Slices, Programs) = (terminal, new ProcessSliceLauncher(slice.Executable, slice.Arguments), new PlainProgramLauncher(program));
    }

    /// <summary>Starts slices of ours.</summary>
    public ISliceLauncher Slices { get; }

    /// <summary>Starts people's programs.</summary>
    public IProgramLauncher Programs { get; }

    /// <summary>The option of commands that run features.</summary>
    public static Option<string> Option()
    {
        var option = new Option<string>("--isolation")
        {
            Description = "Where the processes of a run work: in sandboxes (bubblewrap), or with none, with all your rights.",
            HelpName = $"{Sandbox}|{None}",
            DefaultValueFactory = _ => Sandbox,
        };
        option.AcceptOnlyFromAmong(Sandbox, None);
        return option;
    }

    /// <summary>Gets ready to run these plans.</summary>
    /// <exception cref="RuninkException">This machine cannot make sandboxes (R5026), or the disk refuses (R5015).</exception>
    public static RunIsolation Open(string isolation, IReadOnlyList<ScenarioPlan> plans, Project project, Terminal terminal)
    {
        var program = RuniProgram.Current();
        if (isolation == None)
        {
            var steps = plans.SelectMany(plan => plan.Nodes).OfType<ProgramNode>().ToList();
            string[] programs = [.. steps.Select(step => step.Program).Distinct(StringComparer.Ordinal)];
            var whom = programs.Length == 0 ? "this run" : $"this run, with {string.Join(", ", programs)},";
            Warn(terminal, $"NO ISOLATION: {whom} can read, change and send away all that you can");
            if (steps.Exists(step => step.Endpoints is not null)) Warn(terminal, "NO ISOLATION: nothing holds programs to the network endpoints that their steps name");
            return new(program, terminal);
        }

        try
        {
            var sandboxes = RunSandboxes.Open(project, program);
            if (sandboxes.Gaps is [var first, ..]) Warn(terminal, $"{string.Join("; ", sandboxes.Gaps.Select(gap => gap.Meaning))}; {first.Fix}");
            return new(sandboxes, terminal);
        }
        catch (IsolationException failure)
        {
            throw new RuninkException(
                RunErrors.NotIsolated.Error(failure.Message, at: null, $"runi setup; or {failure.Hint}"), ExitCodes.WorkFailed, failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new RuninkException(
                RunErrors.StorageFailed.Error(
                    $"sandboxes cannot be written down in '{project.StatePath}': {failure.Message}", at: null,
                    "make room or mend the permissions, then try again"),
                ExitCodes.WorkFailed, failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_sandboxes is null) return;
        try
        {
            await _sandboxes.DisposeAsync();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // How the run ended is known by now, and stays so.
            Warn(_terminal, $"not everything in the run's sandboxes could be ended: {failure.Message}; the next command in this project tries again");
        }
    }

    private static void Warn(Terminal terminal, string text) =>
        terminal.Error.WriteLine($"{terminal.ErrorPaint.Yellow("warning:")} {text}");
}
