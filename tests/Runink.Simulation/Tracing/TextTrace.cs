namespace Runink.Simulation;

/// <summary>Writes the whole history.</summary>
public sealed class TextTrace(TextWriter writer) : TraceSink
{
    protected override void Add(string line) => writer.WriteLine(line);
}
