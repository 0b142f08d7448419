namespace Runink.Simulation;

/// <summary>Takes down the history of a run, line by line.</summary>
public abstract class TraceSink
{
    /// <param name="world">Where it happens; it knows the time and the step.</param>
    /// <param name="line">What happens.</param>
    public abstract void Tell(World world, string line);

    public void Tell(World world, SimulatedNode node, string line) => Tell(world, $"{node.Id} {line}");
}
