using System.CommandLine;
using Runink.Cli.Output;
using Runink.Isolation;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Projects;
using Runink.Runs;
using Runink.Runs.Coordination;

namespace Runink.Cli.Projects;

/// <summary>How people's programs are kept apart: in sandboxes, unless somebody asks for exactly the opposite.</summary>
internal static class ProgramIsolation
{
    /// <summary>The default.</summary>
    public const string Sandbox = "sandbox";

    private const string None = "none";

    /// <summary>The option of commands that run features.</summary>
    public static Option<string> Option()
    {
        var option = new Option<string>("--isolation")
        {
            Description = "Where programs of features run: in a sandbox (bubblewrap), or with none, with all your rights.",
            HelpName = $"{Sandbox}|{None}",
            DefaultValueFactory = _ => Sandbox,
        };
        option.AcceptOnlyFromAmong(Sandbox, None);
        return option;
    }

    /// <summary>What starts the programs of these plans.</summary>
    /// <exception cref="RuninkException">There are programs, and this machine cannot make sandboxes.</exception>
    public static IProgramLauncher Open(string isolation, IReadOnlyList<ScenarioPlan> plans, Project project, Terminal terminal)
    {
        var programs = plans.SelectMany(plan => plan.Nodes).OfType<ProgramNode>().ToList();
        if (programs.Count == 0) return new PlainProgramLauncher();
        if (isolation == None)
        {
            var names = string.Join(", ", programs.Select(step => step.Program).Distinct(StringComparer.Ordinal));
            Warn(terminal, $"NO ISOLATION: {names} can read, change and send away all that you can");
            return new PlainProgramLauncher();
        }

        try
        {
            var launcher = SandboxProgramLauncher.Open(Path.Combine(project.StatePath, "sandboxes"));
            foreach (var gap in launcher.Gaps) Warn(terminal, $"{gap.Meaning}; {gap.Fix}");
            return launcher;
        }
        catch (IsolationException failure)
        {
            throw new RuninkException(RunErrors.NotIsolated.Error(failure.Message, programs[0].At, failure.Hint), ExitCodes.WorkFailed, failure);
        }
    }

    private static void Warn(Terminal terminal, string text) =>
        terminal.Error.WriteLine($"{terminal.ErrorPaint.Yellow("warning:")} {text}");
}
