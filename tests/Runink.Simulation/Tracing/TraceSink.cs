namespace Runink.Simulation;

/// <summary>
/// Takes down the history of a run in the notation of the scenarios of Runink.Raft.Tests: a command with <c>></c> for each input
/// of a node, indented below it what the node asked of its host, and everything else behind <c>#</c>.
/// </summary>
public abstract class TraceSink
{
    /// <summary>An input, with the step and the true time behind it.</summary>
    public void Command(World world, string command) => Add($"> {command}  # {world.Steps} {world.Now / 1_000}us");

    /// <summary>What a node asks of its host.</summary>
    public void Effect(SimulatedNode node, Raft.Effect effect) => Add($"  {node.Id}: {effect}");

    /// <summary>What no node hears of.</summary>
    public void Note(World world, string note) => Add($"# {world.Steps} {world.Now / 1_000}us {note}");

    protected abstract void Add(string line);
}
