using Runink.Runs.Coordination;

namespace Runink.Runs.Tests.Coordination;

/// <summary>The logs that a run has left.</summary>
public sealed class SliceLogTests
{
    [Fact]
    public async Task The_older_part_of_a_log_comes_first_and_what_is_empty_not_at_all()
    {
        await using var project = new TestProject();
        (string Name, string Text)[] files =
            [("a-1.log", "a"), ("b-1.log", "newer"), ("b-1.log.1", "older"), ("c-1.log", ""), ("c-1.log.1", "all"), ("d-1.1.log.1", "left"), ("e-1.log", "")];
        foreach (var (name, text) in files) project.Write($".runink/logs/R1/{name}", text);

        var logs = SliceLog.Of(project.Project, "R1");

        Assert.Equal(["a-1", "b-1", "c-1", "d-1.1"], logs.Select(log => log.Name));
        Assert.Equal(["a", "older newer", "all", "left"], logs.Select(log => string.Join(' ', log.Files.Select(File.ReadAllText))));
    }

    [Fact]
    public async Task A_run_without_logs_has_none()
    {
        await using var project = new TestProject();
        Assert.Empty(SliceLog.Of(project.Project, "R1"));
    }
}
