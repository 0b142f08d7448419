using Runink.Runs.Coordination;

namespace Runink.Runs.Tests.Slice;

/// <summary>Watches nothing.</summary>
public sealed class Silent : IRunObserver
{
    public void On(RunEvent happened)
    {
    }
}
