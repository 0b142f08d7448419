using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Runs.Publishing;
using Runink.Runs.Tests.Slice;

namespace Runink.Runs.Tests.Publishing;

public sealed class DatasetReaderTests
{
    private static readonly DatasetRef Silver = new("csv", "out/silver");

    [Theory]
    [InlineData("out/silver")]
    [InlineData("out/silver.csv")]
    public async Task A_reader_that_follows_the_manifest_never_sees_a_half(string sink)
    {
        await using var project = new TestProject();
        project.Behave(new Script { Parts = 4 });
        const int Versions = 25;
        var seen = new HashSet<string>();
        using var done = new CancellationTokenSource();
        var polling = Task.Run(() => PollUntil(project, sink, seen, done.Token), TestProject.Cancellation);
        for (var version = 0; version < Versions; version++)
        {
            project.Write("data/in.csv", string.Concat(Enumerable.Range(0, 8).Select(row => $"v{version},{row}\n")));
            await project.RunHereAsync(Scenarios.Copy(to: sink, letters: null));
        }

        await done.CancelAsync();
        Assert.InRange(await polling, 1, int.MaxValue);
        Assert.Contains($"v{Versions - 1}", seen);
    }

    [Fact]
    public async Task Files_that_no_manifest_lists_are_not_read()
    {
        await using var project = new TestProject();
        await project.RunHereAsync(Scenarios.Copy());
        project.Write("out/silver/part-20261120-093015-abcd-01-1-0009.csv", "EU,99\n");

        Assert.Single(new DatasetReader(project.Project).Resolve(Silver).Files);
    }

    [Fact]
    public async Task A_listed_part_that_is_gone_or_cut_is_an_error()
    {
        await using var project = new TestProject();
        await project.RunHereAsync(Scenarios.Copy());
        var part = project.PathOf("out/silver/" + project.Glob("out/silver")[0]);
        await File.WriteAllTextAsync(part, "EU", TestProject.Cancellation);
        var failure = Assert.Throws<RuninkException>(() => new DatasetReader(project.Project).Resolve(Silver));

        Assert.Equal("R5018", failure.Diagnostic.Definition.Code);
        Assert.Contains(project.Glob("out/silver")[0], failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plain_file_that_a_person_edited_is_read_as_it_is()
    {
        await using var project = new TestProject();
        await project.RunHereAsync(Scenarios.Copy(to: "out/silver.csv"));
        project.Write("out/silver.csv", "EU,99\n");
        var files = new DatasetReader(project.Project).Resolve(new DatasetRef("csv", "out/silver.csv"));

        Assert.Null(files.Manifest);
        Assert.Equal(["out/silver.csv"], files.Files);
    }

    [Fact]
    public async Task A_manifest_of_a_newer_version_is_not_guessed_at()
    {
        await using var project = new TestProject();
        await project.RunHereAsync(Scenarios.Copy());
        var manifest = project.PathOf("out/silver/_manifest.json");
        var text = await File.ReadAllTextAsync(manifest, TestProject.Cancellation);
        await File.WriteAllTextAsync(
            manifest, text.Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal), TestProject.Cancellation);

        Assert.Equal("R5022", Assert.Throws<RuninkException>(
            () => new DatasetReader(project.Project).Resolve(Silver)).Diagnostic.Definition.Code);
    }

    [Theory]
    [InlineData("../../data/in.csv")]
    [InlineData("/etc/hostname")]
    [InlineData(".hidden/part.csv")]
    public async Task A_manifest_that_lists_files_outside_of_its_dataset_is_refused(string path)
    {
        await using var project = new TestProject();
        await project.RunAsync(Scenarios.Request(Scenarios.Copy()), project.Environment with { Launcher = new InProcessLauncher() });
        var manifest = project.PathOf("out/silver/_manifest.json");
        var text = await File.ReadAllTextAsync(manifest, TestProject.Cancellation);
        await File.WriteAllTextAsync(
            manifest, text.Replace(project.Glob("out/silver")[0], path, StringComparison.Ordinal), TestProject.Cancellation);

        var failure = Assert.Throws<RuninkException>(() => new DatasetReader(project.Project).Resolve(Silver));

        Assert.Equal("R5022", failure.Diagnostic.Definition.Code);
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listed_part_that_is_a_link_out_of_the_project_is_not_read()
    {
        await using var project = new TestProject();
        await using var other = new TestProject();
        await project.RunAsync(Scenarios.Request(Scenarios.Copy()), project.Environment with { Launcher = new InProcessLauncher() });
        var part = project.PathOf("out/silver/" + project.Glob("out/silver")[0]);
        other.Write("secret.csv", await File.ReadAllTextAsync(part, TestProject.Cancellation));
        File.Delete(part);
        File.CreateSymbolicLink(part, other.PathOf("secret.csv"));

        var failure = Assert.Throws<RuninkException>(() => new DatasetReader(project.Project).Resolve(Silver));

        Assert.True(failure.Diagnostic.Definition.Code is "R5005" or "R5018", failure.Message);
    }

    [Fact]
    public async Task A_sink_that_holds_a_linked_directory_is_not_written()
    {
        await using var project = new TestProject();
        await using var other = new TestProject();
        Directory.CreateDirectory(project.PathOf("out/silver"));
        Directory.CreateSymbolicLink(project.PathOf("out/silver/region=EU"), other.Root);

        var result = await project.RunAsync(
            Scenarios.Request(Scenarios.Copy()), project.Environment with { Launcher = new InProcessLauncher() });

        Assert.Equal("R5016", result.Failure!.Code);
        Assert.Contains("region=EU", result.Failure.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Reads the way a stranger would: the manifest, then what it lists; a part that is gone means that there is a newer one.
    /// </summary>
    private static int PollUntil(TestProject project, string sink, HashSet<string> seen, CancellationToken done)
    {
        var reader = new DatasetReader(project.Project);
        var whole = 0;
        for (var last = false; !last;)
        {
            last = done.IsCancellationRequested;
            if (reader.Manifest(new DatasetRef("csv", sink)) is null) continue;
            List<string> lines;
            try
            {
                var files = reader.Resolve(new DatasetRef("csv", sink)).Files;
                lines = [.. files.SelectMany(file => File.ReadAllLines(project.PathOf(file)))];
            }
            catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
            {
                continue;
            }

            Assert.Equal(8, lines.Count);
            seen.Add(Assert.Single(lines.Select(line => line.Split(',')[0]).Distinct()));
            whole++;
        }

        return whole;
    }
}
