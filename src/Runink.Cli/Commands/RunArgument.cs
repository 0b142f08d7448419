using System.CommandLine;

namespace Runink.Cli.Commands;

/// <summary>The argument that names a run, in commands that look at one.</summary>
internal static class RunArgument
{
    /// <summary>An optional RUN.</summary>
    public static Argument<string?> Make() => new("RUN")
    {
        Description = "The run; the end of its name is enough. The newest without it.",
        Arity = ArgumentArity.ZeroOrOne,
    };
}
