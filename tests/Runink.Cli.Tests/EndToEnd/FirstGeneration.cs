namespace Runink.Cli.Tests.EndToEnd;

/// <summary>A project after its first run, made once for all tests, when the first asks for it; each works on a copy.</summary>
public sealed class FirstGeneration : IDisposable
{
    private readonly Lazy<TradesProject> _project = new(Make);

    internal TradesProject Copy() => _project.Value.Copy();

    public void Dispose()
    {
        if (_project.IsValueCreated) _project.Value.Dispose();
    }

    private static TradesProject Make()
    {
        var project = TradesProject.New();
        project.Synthesize(500, seed: 1);
        Assert.Equal(0, project.Run().ExitCode);
        return project;
    }
}
