using Runink.Raft;

namespace Runink.Simulation;

public sealed class PlantedProgramTests
{
    private static readonly Plant HeartbeatsMayStop = new("heartbeats may stop", "options are checked", new SourceEdit(
        "RaftOptions.cs", "Require(HeartbeatTicks >= 1,", "Require(HeartbeatTicks >= 0,"));

    [Fact]
    public void An_edit_takes_effect_in_the_copy_and_nowhere_else()
    {
        var planted = PlantedProgram.Load(HeartbeatsMayStop).Bind(AcceptsNoHeartbeats);
        Assert.True(planted());
        Assert.False(AcceptsNoHeartbeats());
    }

    [Fact]
    public void The_unedited_sources_are_the_shipped_core()
    {
        var same = PlantedProgram.Load(new Plant("nothing", "no rule")).Bind(AcceptsNoHeartbeats);
        Assert.False(same());
    }

    [Fact]
    public void An_edit_whose_text_is_gone_is_refused()
    {
        var gone = new Plant("gone", "no rule", new SourceEdit("RaftOptions.cs", "no such text", ""));
        Assert.Contains("does not hold", Assert.Throws<PlantException>(() => PlantCompiler.Compile(gone)).Message);
    }

    [Fact]
    public void An_edit_whose_text_stands_twice_is_refused()
    {
        var twice = new Plant("twice", "no rule", new SourceEdit("RaftOptions.cs", "<summary>", ""));
        Assert.Contains("more than once", Assert.Throws<PlantException>(() => PlantCompiler.Compile(twice)).Message);
    }

    [Fact]
    public void An_edit_that_does_not_compile_is_refused()
    {
        var wrong = new Plant("wrong", "no rule", new SourceEdit("RaftOptions.cs", "public void Validate()", "public void"));
        Assert.Throws<PlantException>(() => PlantedProgram.Load(wrong));
    }

    private static bool AcceptsNoHeartbeats()
    {
        try
        {
            new RaftOptions { Id = new NodeId(1), Seed = 1, HeartbeatTicks = 0 }.Validate();
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
