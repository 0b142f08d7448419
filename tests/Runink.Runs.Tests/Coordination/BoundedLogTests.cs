using System.Text;
using Runink.Runs.Coordination;

namespace Runink.Runs.Tests.Coordination;

public sealed class BoundedLogTests
{
    [Fact]
    public async Task A_log_never_outgrows_its_limit_and_keeps_the_newest()
    {
        await using var project = new TestProject();
        var file = project.PathOf("logs/x.log");
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(line => $"line {line}\n"));
        await BoundedLog.PumpAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), file, limit: 100_000);
        var kept = await File.ReadAllTextAsync(file + ".1", TestProject.Cancellation) +
            await File.ReadAllTextAsync(file, TestProject.Cancellation);

        Assert.InRange(kept.Length, 50_000, 100_000 + (32 << 10));
        Assert.EndsWith("line 19999\n", kept, StringComparison.Ordinal);
        Assert.EndsWith(kept, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_is_drained_all_the_same()
    {
        await using var project = new TestProject();
        project.Write("logs", "a file where the directory should be");
        var from = new MemoryStream(new byte[100_000]);
        await BoundedLog.PumpAsync(from, project.PathOf("logs/x.log"));

        Assert.Equal(from.Length, from.Position);
    }
}
