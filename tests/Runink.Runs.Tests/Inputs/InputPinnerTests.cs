using System.Security.Cryptography;
using System.Text;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Pipelines.Types;
using Runink.Runs.Inputs;
using Runink.Runs.Tests.Slice;

namespace Runink.Runs.Tests.Inputs;

public sealed class InputPinnerTests
{
    [Fact]
    public async Task Every_file_of_a_glob_is_pinned_by_size_time_and_content()
    {
        await using var project = new TestProject();
        var time = new DateTime(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc).AddTicks(9);
        project.Write("data/b.csv", "two");
        project.Write("data/a.csv", "");
        File.SetLastWriteTimeUtc(project.PathOf("data/b.csv"), time);
        var pinned = Pin(project, "data/[ab].csv");

        Assert.Equal(["data/a.csv", "data/b.csv"], pinned.Select(input => input.Path));
        Assert.Equal(new PinnedInput(0, "data/b.csv", 3, new(time), HashOf("two")), pinned[1]);
        Assert.Equal(HashOf(""), pinned[0].Sha256);
    }

    [Fact]
    public async Task Large_files_are_hashed_to_their_end()
    {
        await using var project = new TestProject();
        var content = new string('x', (3 << 20) + 17);
        project.Write("data/large.csv", content);

        Assert.Equal(HashOf(content), Assert.Single(Pin(project, "data/large.csv")).Sha256);
    }

    [Fact]
    public async Task Hashes_of_a_manifest_are_believed_while_size_and_time_hold()
    {
        await using var project = new TestProject();
        await project.RunHereAsync(Scenarios.Copy());
        var part = project.PathOf(Assert.Single(Pin(project, "out/silver")).Path);
        var time = File.GetLastWriteTimeUtc(part);
        var text = (await File.ReadAllTextAsync(part, TestProject.Cancellation)).Replace('1', '9');
        await File.WriteAllTextAsync(part, text, TestProject.Cancellation);
        File.SetLastWriteTimeUtc(part, time.AddSeconds(1));
        Assert.Equal(HashOf(text), Assert.Single(Pin(project, "out/silver")).Sha256);

        File.SetLastWriteTimeUtc(part, time);
        Assert.NotEqual(HashOf(text), Assert.Single(Pin(project, "out/silver")).Sha256);
        var reread = new InputPinner(project.Project)
            .Pin(Sources("out/silver"), believeManifests: false, TestProject.Cancellation);
        Assert.Equal(HashOf(text), Assert.Single(reread).Sha256);
    }

    [Theory]
    [InlineData("data/none.csv", "R5004")]
    [InlineData("data/none-*.csv", "R5004")]
    [InlineData("../secret.csv", "R5005")]
    [InlineData(".runink/keys/masking.key", "R5005")]
    public async Task What_cannot_be_read_is_an_error_with_the_path_and_the_step(string path, string code)
    {
        await using var project = new TestProject();
        var failure = Assert.Throws<RuninkException>(() => Pin(project, path));

        Assert.Equal(code, failure.Diagnostic.Definition.Code);
        Assert.Equal(ExitCodes.BadInput, failure.ExitCode);
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
        Assert.Equal("flow.feature:7:5", failure.Diagnostic.At!.ToString());
    }

    [Theory]
    [InlineData("data/none.csv")]
    [InlineData("data/none-*.csv")]
    [InlineData("data/none/*/in.csv")]
    public async Task A_source_that_may_be_empty_needs_no_file(string path)
    {
        await using var project = new TestProject();
        var sources = Sources(path).Select(source => source with { Options = source.Options with { AllowEmpty = true } });

        Assert.Empty(new InputPinner(project.Project).Pin(sources, TestProject.Cancellation));
    }

    [Fact]
    public async Task A_difference_names_the_file_and_what_is_other()
    {
        await using var project = new TestProject();
        project.Write("data/a.csv", "one");
        var before = Pin(project, "data/*.csv");
        Assert.Null(InputPinner.Difference(before, Pin(project, "data/*.csv")));
        project.Write("data/z.csv", "new");
        Assert.Equal("'data/z.csv' is new", InputPinner.Difference(before, Pin(project, "data/*.csv")));
        File.Delete(project.PathOf("data/a.csv"));
        Assert.Equal("'data/a.csv' is gone", InputPinner.Difference(before, Pin(project, "data/*.csv")));
    }

    private static EquatableList<PinnedInput> Pin(TestProject project, string path) =>
        new InputPinner(project.Project).Pin(Sources(path), TestProject.Cancellation);

    private static IEnumerable<SourceNode> Sources(string path) => Scenarios.Copy(from: path).Nodes.OfType<SourceNode>();

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
