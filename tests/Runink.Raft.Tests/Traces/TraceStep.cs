namespace Runink.Raft.Tests;

/// <summary>One command of a trace with what should follow from it.</summary>
/// <param name="Line">The line of the command in the file, from 1.</param>
/// <param name="Preamble">The comments and empty lines before it.</param>
/// <param name="Command">The command.</param>
internal sealed record TraceStep(int Line, IReadOnlyList<string> Preamble, string Command)
{
    /// <summary>What should be said.</summary>
    public List<string> Expected { get; } = [];
}
