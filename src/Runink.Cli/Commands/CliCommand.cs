using System.CommandLine;

namespace Runink.Cli.Commands;

/// <summary>A command with what its help shows beyond syntax. Every command of <c>runi</c> is one.</summary>
/// <param name="name">Its word.</param>
/// <param name="summary">What it does, in a sentence.</param>
/// <param name="group">Heading of the root help under which it stands; empty for subcommands.</param>
internal abstract class CliCommand(string name, string summary, string group = "") : Command(name, summary)
{
    /// <summary>Command lines that work when pasted, and what each does; help shows them first.</summary>
    public abstract IReadOnlyList<Example> Examples { get; }

    /// <summary>Heading of the root help under which it stands.</summary>
    public string Group { get; } = group;
}

/// <summary>A command line and what it does.</summary>
internal sealed record Example(string Line, string Meaning);
