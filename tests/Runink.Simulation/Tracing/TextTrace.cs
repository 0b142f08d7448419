namespace Runink.Simulation;

/// <summary>Writes the history as text: the step, the time in microseconds, and what happens.</summary>
public sealed class TextTrace(TextWriter writer) : TraceSink
{
    public override void Tell(World world, string line)
    {
        writer.Write(world.Steps);
        writer.Write(' ');
        writer.Write(world.Now / 1_000);
        writer.Write("us ");
        writer.WriteLine(line);
    }
}
