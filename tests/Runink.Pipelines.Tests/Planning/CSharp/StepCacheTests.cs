using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Planning.CSharp;
using Runink.Pipelines.Projects;

namespace Runink.Pipelines.Tests.Planning.CSharp;

/// <summary>Compiled steps are kept, and nothing depends on that they are.</summary>
public sealed class StepCacheTests : IDisposable
{
    private const string Code = "static class S { public static Out Run(In row) => new(row.Id); } record In(long Id); record Out(long Id);";
    private readonly CSharpFeature _feature = new();

    private string Cache => Path.Combine(_feature.Root, ".runink", "cache", "steps");

    public void Dispose() => _feature.Dispose();

    [Fact]
    public void The_same_code_is_compiled_once()
    {
        _feature.Plan(Code);
        var entry = Assert.Single(Directory.GetFiles(Cache));
        var written = File.GetLastWriteTimeUtc(entry);
        _feature.Plan(Code);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Assert.Single(Directory.GetFiles(Cache))));
    }

    [Fact]
    public void The_same_code_makes_the_same_bytes()
    {
        _feature.Plan(Code);
        var first = File.ReadAllBytes(Directory.GetFiles(Cache)[0]);
        Directory.Delete(Cache, recursive: true);
        _feature.Plan(Code);
        Assert.Equal(first, File.ReadAllBytes(Directory.GetFiles(Cache)[0]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(-1)]
    public void A_damaged_entry_is_compiled_again(int at)
    {
        _feature.Plan(Code);
        var entry = Assert.Single(Directory.GetFiles(Cache));
        var (whole, damaged) = (File.ReadAllBytes(entry), File.ReadAllBytes(entry));
        damaged[at < 0 ? damaged.Length + at : at] ^= 1;
        File.WriteAllBytes(entry, damaged);
        _feature.Plan(Code);
        Assert.Equal(whole, File.ReadAllBytes(entry));
    }

    [Fact]
    public void A_cut_entry_is_no_step()
    {
        _feature.Plan(Code);
        var whole = File.ReadAllBytes(Directory.GetFiles(Cache)[0]);
        Assert.NotNull(CompiledStep.FromBytes(whole));
        foreach (var length in new[] { 0, 10, 32, 33, 36, 100, whole.Length - 1 }) Assert.Null(CompiledStep.FromBytes(whole.AsSpan(0, length)));
    }

    [Fact]
    public void Several_can_compile_the_same_step_at_once()
    {
        _feature.Write(Code);
        var project = Project.Find(_feature.Root);
        Parallel.For(0, 8, _ =>
        {
            List<Diagnostic> found = [];
            var file = CSharpFile.Read(project, CSharpFeature.File, null, found)!;
            Assert.NotNull(new CSharpStepBuilder(project.StatePath).Build(file, found));
            Assert.Empty(found);
        });
        Assert.Single(Directory.GetFiles(Cache));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_no_error()
    {
        Directory.CreateDirectory(Path.Combine(_feature.Root, ".runink"));
        File.WriteAllText(Path.Combine(_feature.Root, ".runink", "cache"), "in the way");
        Assert.IsType<ProgramNode>(_feature.Plan(Code).Nodes[1]);
    }

    [Fact]
    public void No_more_than_a_bounded_number_is_kept()
    {
        _feature.Plan(Code);
        var step = CompiledStep.FromBytes(File.ReadAllBytes(Directory.GetFiles(Cache)[0]))!;
        var cache = new StepCache(Cache);
        for (var i = 0; i < StepCache.EntriesMax + 5; i++) cache.Keep($"k{i}", step);
        Assert.Equal(StepCache.EntriesMax, Directory.GetFiles(Cache).Length);
    }

    [Fact]
    public void A_run_finds_the_step_that_was_planned_or_none()
    {
        var node = (ProgramNode)_feature.Plan(Code).Nodes[1];
        var project = Project.Find(_feature.Root);
        Directory.Delete(Cache, recursive: true);
        Assert.NotNull(new CSharpStepBuilder(project.StatePath).Find(node, project.Root));

        _feature.Write(Code + " ");
        Assert.NotNull(new CSharpStepBuilder(project.StatePath).Find(node, project.Root));
        Directory.Delete(Cache, recursive: true);
        Assert.Null(new CSharpStepBuilder(project.StatePath).Find(node, project.Root));
    }
}
