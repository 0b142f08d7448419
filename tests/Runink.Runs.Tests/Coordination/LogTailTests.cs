using Runink.Runs.Coordination;

namespace Runink.Runs.Tests.Coordination;

/// <summary>The last words of a process, for messages.</summary>
public sealed class LogTailTests
{
    [Theory]
    [InlineData("first\nlast\n", null, "last")]
    [InlineData("last\n\n  \n", null, "last")]
    [InlineData("last\nnetwork: db:5432 refused\n", null, "last")]
    [InlineData("last\n", "older\n", "last")]
    [InlineData("", "older\nlast\n", "last")]
    [InlineData("\n", "last\n", "last")]
    [InlineData("words\n", "older\nlast ", "last words")]
    [InlineData("network: db:5432 refused\n", "last\n", "last")]
    [InlineData(null, "last\n", "last")]
    [InlineData("", null, null)]
    [InlineData(null, null, null)]
    public async Task The_last_line_is_looked_for_where_it_may_be(string? newer, string? older, string? expected)
    {
        await using var project = new TestProject();
        if (newer is not null) project.Write("x.log", newer);
        if (older is not null) project.Write("x.log.1", older);

        Assert.Equal(expected, LogTail.LastLine(project.PathOf("x.log")));
    }

    [Fact]
    public async Task No_more_of_a_log_is_read_than_its_end()
    {
        await using var project = new TestProject();
        project.Write("x.log.1", "older\n");
        project.Write("x.log", "first\n" + new string('x', 10_000));

        Assert.Equal(new string('x', 4096), LogTail.LastLine(project.PathOf("x.log")));
    }
}
