namespace Runink.Isolation.Tests;

/// <summary>Tests that each have an agent of their own, which goes when the test ends.</summary>
public abstract class AgentTests : IAsyncDisposable
{
    private protected TestAgent Agent { get; } = TestAgent.Open();

    public virtual async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
