using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Slices;
using Runink.Runs.DeadLetters;
using Runink.Runs.Tests.Slice;

namespace Runink.Runs.Tests.DeadLetters;

public sealed class DeadLetterReaderTests
{
    [Fact]
    public async Task Letters_are_listed_by_run_and_read_by_run_and_rule()
    {
        await using var project = new TestProject();
        var (first, second, reader) = await TwoRunsAsync(project);

        var list = await reader.ListAsync(cancellation: TestProject.Cancellation);
        Assert.Equal([(first, 1L), (second, 2L)], list.Select(summary => (summary.Run, summary.Letters)));
        Assert.Equal("Silver - copy", Assert.Single(await reader.ListAsync(second, TestProject.Cancellation)).Scenario);
        Assert.Equal(3, (await ReadAsync(reader, new())).Count);
        Assert.Equal(first, Assert.Single(await ReadAsync(reader, new(Run: first))).Run);
        Assert.Equal(2, (await ReadAsync(reader, new(Rule: "minimum"))).Count);
        Assert.Single(await ReadAsync(reader, new(Run: second, Rule: "id.pattern")));
        Assert.Empty(await ReadAsync(reader, new(Rule: "nonesuch")));
    }

    [Fact]
    public async Task A_letter_is_found_by_its_id_or_enough_of_it()
    {
        await using var project = new TestProject();
        var (_, _, reader) = await TwoRunsAsync(project);
        var letters = await ReadAsync(reader, new());

        foreach (var letter in letters)
        {
            Assert.Equal(letter.Id, (await reader.GetAsync(letter.Id, TestProject.Cancellation)).Id);
            Assert.Equal(letter.Id, (await reader.GetAsync(letter.Id[..12], TestProject.Cancellation)).Id);
        }

        foreach (var id in new[] { "", "nope" })
        {
            var failure = await Assert.ThrowsAsync<RuninkException>(() => reader.GetAsync(id, TestProject.Cancellation));
            Assert.Equal("R5021", failure.Diagnostic.Definition.Code);
            Assert.Equal(ExitCodes.NotFound, failure.ExitCode);
        }
    }

    [Fact]
    public async Task A_line_that_is_no_letter_is_an_error_that_names_it()
    {
        await using var project = new TestProject();
        var (_, _, reader) = await TwoRunsAsync(project);
        var part = project.PathOf("out/dlq/" + project.Glob("out/dlq")[1]);
        var text = await File.ReadAllTextAsync(part, TestProject.Cancellation);
        await File.WriteAllTextAsync(part, text[..^9] + "xxxxxxxx\n", TestProject.Cancellation);
        var failure = await Assert.ThrowsAsync<RuninkException>(() => ReadAsync(reader, new()));

        Assert.Equal("R5022", failure.Diagnostic.Definition.Code);
        Assert.Contains("line 2", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_that_was_deleted_has_no_letters()
    {
        await using var project = new TestProject();
        var (_, _, reader) = await TwoRunsAsync(project);
        Directory.Delete(project.PathOf("out/dlq"), recursive: true);

        Assert.Empty(await ReadAsync(reader, new()));
    }

    private static async Task<(string First, string Second, DeadLetterReader Reader)> TwoRunsAsync(TestProject project)
    {
        var environment = project.Environment with { Launcher = new InProcessLauncher() };
        var first = await project.RunAsync(Scenarios.Request(Scenarios.Copy()), environment);
        project.Write("data/in.csv", "EU,1\nbad,price\nbad,other\n");
        var later = Scenarios.Request(Scenarios.Copy()) with { Time = Scenarios.Time.AddMinutes(1) };
        var second = await project.RunAsync(later, environment);
        return (first.Run.Id, second.Run.Id, new DeadLetterReader(project.Project, project.Ledger));
    }

    private static async Task<IReadOnlyList<DeadLetter>> ReadAsync(DeadLetterReader reader, DeadLetterFilter filter)
    {
        List<DeadLetter> letters = [];
        await foreach (var letter in reader.ReadAsync(filter, TestProject.Cancellation)) letters.Add(letter);
        return letters;
    }
}
