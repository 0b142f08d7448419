using Runink.Isolation.Processes;
using Runink.Isolation.Sandbox;

namespace Runink.Isolation.Tests.Sandbox;

public sealed class AgentDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public void An_agent_that_lives_is_known_by_what_it_wrote_into_its_lock()
    {
        using var agent = AgentDirectory.Make(_state.Path);

        Assert.True(AgentDirectory.HolderLives(agent.Path));
    }

    [Fact]
    public void An_agent_of_this_machine_whose_process_is_gone_does_not_live()
    {
        using var held = Held($"1 999999999999 {ProcessTable.Namespace}", out var agent);

        Assert.False(AgentDirectory.HolderLives(agent));
    }

    [Fact]
    public void An_agent_in_another_container_lives_as_long_as_its_lock_is_held()
    {
        var held = Held("1 999999999999 pid:[1]", out var agent);

        Assert.True(AgentDirectory.HolderLives(agent));
        Assert.Equal(0, SliceSweeper.Sweep(_state.Path).Agents);

        held.Dispose();
        Assert.Equal(1, SliceSweeper.Sweep(_state.Path).Agents);
        Assert.False(Directory.Exists(agent));
    }

    [Fact]
    public void What_an_agent_leaves_is_there_for_the_next_sweep()
    {
        var agent = AgentDirectory.Make(_state.Path);
        var slice = SliceDirectory.Make(agent.Path, "slice");
        slice.Lock.Handle.Dispose();

        agent.Leave();

        Assert.True(Directory.Exists(slice.Path));
        var report = SliceSweeper.Sweep(_state.Path);
        Assert.Equal((1, 1, 0), (report.Agents, report.Slices, report.Left.Count));
        Assert.False(Directory.Exists(agent.Path));
    }

    private KernelLock Held(string holder, out string agent)
    {
        agent = Directory.CreateDirectory(Path.Join(_state.Path, "agent")).FullName;
        var held = KernelLock.TryAcquire(Path.Join(agent, AgentDirectory.LockFile))!;
        held.Write(holder);
        return held;
    }
}
