using Runink.Execution.Tests.Stages;

namespace Runink.Cli.Tests.EndToEnd.Programs;

/// <summary>Programs that read and write Arrow streams, in real processes. A program without a library passes on bytes that were made before.</summary>
public sealed class ArrowProgramTests
{
    [Fact]
    public void What_a_program_reads_is_an_Arrow_stream_that_it_can_return_as_it_is()
    {
        using var project = Project("#!/bin/sh\nexec cat\n", "| id | int64 |", "| total | decimal(18,2) |");
        var run = project.Run();
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["1,10.50", "2,99.00", "3,0.25"], project.Published());
    }

    [Fact]
    public void Records_that_a_program_rejects_are_dead_letters()
    {
        using var project = Returning("SELECT i AS id, 'a' AS grade, CASE WHEN i = 1 THEN 'no such customer' END AS _reject FROM range(3) t(i)");
        var run = project.Run();
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["0,a", "2,a"], project.Published());
        var letter = Assert.Single(project.DeadLetters());
        Assert.Equal("no such customer", letter.GetProperty("errors")[0].GetProperty("actual").GetString());
        Assert.Equal(("steps/step", 2), (letter.GetProperty("file").GetString(), letter.GetProperty("record").GetInt32()));
    }

    [Fact]
    public void A_program_that_returns_another_type_is_told_which()
    {
        using var project = Returning("SELECT true AS id, 'a' AS grade");
        var run = project.Run();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("of what steps/step returns, \"id\" comes as boolean and is declared as int64", run.Error, StringComparison.Ordinal);
        Assert.False(project.HasPublished());
    }

    [Fact]
    public void A_program_that_prints_something_else_is_told_so()
    {
        using var project = Project("#!/bin/sh\ncat >/dev/null\necho loading the model, please wait\n");
        var run = project.Run();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("what steps/step writes is not an Arrow stream", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 0", "step \"graded\": steps/step ended in the middle of its Arrow stream")]
    [InlineData("echo no model found >&2; exit 3", "it exited with code 3; its last words: no model found")]
    public void A_stream_that_is_cut_off_is_blamed_on_the_programs_own_failure_where_there_is_one(string end, string message)
    {
        var half = ArrowRows.Of("SELECT i AS id, 'a' AS grade FROM range(1000) t(i)")[..2000];
        using var project = Project($"#!/bin/sh\ncat >/dev/null\nbase64 -d <<EOF\n{Convert.ToBase64String(half)}\nEOF\n{end}\n");
        var run = project.Run();
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.False(project.HasPublished());
    }

    [Fact]
    public void The_guides_program_does_what_it_says_with_Arrows_library_for_JavaScript()
    {
        var library = Path.Combine(Repository.Root, "tests/Runink.Data.Tests/Arrow/node/node_modules/apache-arrow");
        Assert.SkipUnless(Directory.Exists(library), "the library is not installed here: npm ci in tests/Runink.Data.Tests/Arrow/node");
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs/guides/own-steps.md"));
        var section = guide[guide.IndexOf("@format:arrow", StringComparison.Ordinal)..];
        var start = section.IndexOf("```js\n", StringComparison.Ordinal) + 6;
        var program = section[start..section.IndexOf("```", start, StringComparison.Ordinal)];
        using var project = Project(program.Replace("/usr/lib/node_modules/apache-arrow", library, StringComparison.Ordinal));
        // The library lies in this repository, which no sandbox shows.
        var run = project.Run("--isolation", "none");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["1,odd", "2,even", "3,odd"], project.Published());
    }

    private static ProgramProject Returning(string sql) =>
        Project($"#!/bin/sh\ncat >/dev/null\nexec base64 -d <<EOF\n{Convert.ToBase64String(ArrowRows.Of(sql))}\nEOF\n");

    private static ProgramProject Project(string program, params string[] columns) =>
        new(program, tags: "@format:arrow", columns: columns.Length == 0 ? null : columns);
}
