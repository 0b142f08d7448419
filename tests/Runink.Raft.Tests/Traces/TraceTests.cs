namespace Runink.Raft.Tests;

/// <summary>
/// Runs every scenario. With RUNINK_UPDATE=1 it writes down what really happens instead of comparing; whoever does that reads the
/// difference line by line before it is committed.
/// </summary>
public sealed class TraceTests
{
    private static readonly bool Updates = Environment.GetEnvironmentVariable("RUNINK_UPDATE") == "1";

    public static TheoryData<string> Scenarios =>
        [.. Directory.EnumerateFiles(TraceFile.Folder, "*.txt", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(TraceFile.Folder, path)[..^".txt".Length]).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Everything_happens_as_the_scenario_says(string scenario)
    {
        var path = Path.Combine(TraceFile.Folder, scenario + ".txt");
        var file = new TraceFile(File.ReadAllText(path));
        var world = new TraceWorld();
        List<IReadOnlyList<string>> said = [];
        try
        {
            foreach (var step in file.Steps)
            {
                said.Add(Run(world, step, scenario));
                if (!Updates && !said[^1].SequenceEqual(step.Expected))
                    Assert.Fail($"{scenario}.txt:{step.Line}: > {step.Command}\n{TraceDiff.Of(step.Expected, said[^1])}");
            }
        }
        finally
        {
            if (Updates) File.WriteAllText(path, file.Rewritten(said));
        }
    }

    private static IReadOnlyList<string> Run(TraceWorld world, TraceStep step, string scenario)
    {
        try
        {
            return world.Run(step.Command);
        }
        catch (FormatException error)
        {
            throw new FormatException($"{scenario}.txt:{step.Line}: > {step.Command}\n{error.Message}", error);
        }
    }
}
