using System.Diagnostics;
using Runink.Execution;

namespace Runink.Cli.Commands;

/// <summary><c>runi slice</c>: what a coordinator starts; not for people, so it is not in the help.</summary>
internal sealed class SliceCommand : CliCommand
{
    /// <summary>The command.</summary>
    public SliceCommand() : base("slice", "Execute a stage that is described on standard input.")
    {
        Hidden = true;
        SetAction((_, cancellation) => Task.FromResult(SliceHost.Run(
            Console.OpenStandardInput(), Console.OpenStandardOutput(), Abandon, cancellation)));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples => [];

    // The coordinator is gone: nobody can take the result, and nothing may be written after a newer attempt began.
    private static void Abandon() => Process.GetCurrentProcess().Kill();
}
