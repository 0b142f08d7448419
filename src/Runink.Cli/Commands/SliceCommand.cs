using Runink.Execution;

namespace Runink.Cli.Commands;

/// <summary><c>runi slice</c>: what a coordinator starts; not for people, so it is not in the help.</summary>
internal sealed class SliceCommand : CliCommand
{
    /// <summary>Its name.</summary>
    public const string Word = "slice";

    /// <summary>The command.</summary>
    public SliceCommand() : base(Word, "Execute a stage that is described on standard input.")
    {
        Hidden = true;
        SetAction((_, cancellation) => Task.FromResult(Run(cancellation)));
    }

    /// <summary>Works as a slice, to the end of the last assignment.</summary>
    public static int Run(CancellationToken cancellation) => SliceHost.Run(cancellation);

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples => [];
}
