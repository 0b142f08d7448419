namespace Runink.Pipelines.Tests.Projects;

public sealed class GlobTests
{
    [Theory]
    [InlineData("data/*.csv", "data/a.csv data/b.csv data/c1.csv")]
    [InlineData("data/?.csv", "data/a.csv data/b.csv")]
    [InlineData("data/[ab].csv", "data/a.csv data/b.csv")]
    [InlineData("data/[!a].csv", "data/b.csv")]
    [InlineData("data/[a-c]*.csv", "data/a.csv data/b.csv data/c1.csv")]
    [InlineData("data/{a,c1}.csv", "data/a.csv data/c1.csv")]
    [InlineData("data/{a,north/{d,e}}.csv", "data/a.csv data/north/d.csv data/north/e.csv")]
    [InlineData("data/**/*.csv", "data/a.csv data/b.csv data/c1.csv data/north/d.csv data/north/deep/f.csv data/north/e.csv")]
    [InlineData("**/d.csv", "data/north/d.csv")]
    [InlineData("data/north/**", "data/north/d.csv data/north/deep/f.csv data/north/e.csv")]
    [InlineData("data/*/d.csv", "data/north/d.csv")]
    [InlineData("data/**/**/f.csv", "data/north/deep/f.csv")]
    [InlineData("./data//n*/./d.csv", "data/north/d.csv")]
    [InlineData("data/north", "data/north/d.csv data/north/deep/f.csv data/north/e.csv")]
    [InlineData("data/a.csv", "data/a.csv")]
    [InlineData("data/_explicit.csv", "data/_explicit.csv")]
    [InlineData("data/*.parquet", "")]
    [InlineData("data/missing.csv", "")]
    [InlineData("nowhere/*.csv", "")]
    [InlineData("data/[.csv", "")]
    public void A_glob_stands_for_these_files(string path, string expected)
    {
        using var files = Data();
        var expansion = files.Open().ExpandGlob(path);
        Assert.Null(expansion.Refusal);
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), expansion.Files);
    }

    [Fact]
    public void A_glob_is_normalised_up_to_its_first_wildcard()
    {
        using var files = Data();
        files.Link("latest", "data/north");
        var project = files.Open();
        Assert.Equal("data/north/*.csv", project.ResolveRead("./latest/*.csv").Relative);
        Assert.Equal("data/a.csv/**/x", project.ResolveRead("data//a.csv/./**//x").Relative);
        Assert.Equal("*.csv", project.ResolveRead("*.csv").Relative);
    }

    [Fact]
    public void A_file_that_is_reached_twice_is_read_once()
    {
        using var files = Data();
        files.Link("data/z.csv", "a.csv");
        Assert.Equal(["data/a.csv"], files.Open().ExpandGlob("data/{a,z,a}.csv").Files);
    }

    [Fact]
    public void A_directory_that_links_to_itself_ends()
    {
        using var files = Data();
        files.Link("data/north/up", "..");
        Assert.Equal(6, files.Open().ExpandGlob("data").Files.Count);
    }

    [Fact]
    public void The_whole_project_can_be_asked_for_and_Runinks_own_files_are_left_out()
    {
        using var files = Data();
        var found = files.Open().ExpandGlob("**").Files;
        Assert.DoesNotContain(found, file => file.Contains(".runink", StringComparison.Ordinal)
            || file.Contains("_manifest", StringComparison.Ordinal));
        Assert.Contains("data/a.csv", found);
    }

    [Theory]
    [InlineData("data/*.csv")]
    [InlineData("data")]
    [InlineData("**/*.csv")]
    public void One_file_that_may_not_be_read_refuses_the_whole(string path)
    {
        using var files = Data();
        files.Write(".runink/keys/masking.key");
        files.Link("data/key.csv", "../.runink/keys/masking.key");
        var expansion = files.Open().ExpandGlob(path);
        Assert.NotNull(expansion.Refusal);
        Assert.Empty(expansion.Files);
    }

    [Theory]
    [InlineData("data/*/*.csv", null)]
    [InlineData("data/**", null)]
    [InlineData("data/north", null)]
    [InlineData("data/latest/*.csv", "out/vault/a.csv")]
    [InlineData("out", "out/vault/a.csv")]
    public void A_link_leads_into_no_dataset_that_a_run_has_written_and_the_path_does_not_name(string path, string? expected)
    {
        using var files = Data();
        files.Write("out/vault/a.csv");
        files.Write("out/vault/_manifest.json");
        files.Link("data/latest", "../out/vault");
        files.Link("data/north/one.csv", "../../out/vault/a.csv");
        files.Link("out/again", "vault");
        var expansion = files.Open().ExpandGlob(path);
        if (expected is null) Assert.Contains($"into '{files.Root}/out/vault', which a run has written", expansion.Refusal, StringComparison.Ordinal);
        else Assert.Equal([expected], expansion.Files);
    }

    [Fact]
    public void A_link_leads_to_no_single_file_that_a_run_has_written()
    {
        using var files = Data();
        files.Write("out/report.csv");
        files.Link("data/north/report.csv", "../../out/report.csv");
        var project = files.Open();
        Assert.Contains("out/report.csv", project.ExpandGlob("data/north/*.csv").Files);
        files.Write("out/_report.csv.manifest.json");
        Assert.NotNull(project.ExpandGlob("data/north/*.csv").Refusal);
    }

    [Theory]
    [InlineData("data/[z-a].csv")]
    [InlineData("data/[!].csv")]
    [InlineData("data/[a-[b].csv")]
    [InlineData("data/{a,[c-b]}/x.csv")]
    public void Brackets_that_stand_for_no_letter_are_refused(string path)
    {
        using var files = Data();
        var project = files.Open();
        Assert.Contains("brackets", project.ResolveRead(path).Refusal, StringComparison.Ordinal);
        Assert.Contains("brackets", project.ExpandGlob(path).Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Braces_that_multiply_without_end_are_refused()
    {
        using var files = Data();
        var path = string.Concat(Enumerable.Repeat("{a,b,c,d}", 30));
        Assert.Contains("1000", files.Open().ExpandGlob(path).Refusal, StringComparison.Ordinal);
    }

    private static TemporaryProject Data()
    {
        var files = new TemporaryProject();
        foreach (var name in (string[])["a.csv", "b.csv", "c1.csv", "north/e.csv", "north/d.csv", "north/deep/f.csv"])
            files.Write($"data/{name}");
        foreach (var name in (string[])["data/_manifest.json", "data/.hidden.csv", "data/_explicit.csv", "data/_tmp/x.csv",
            ".runink/staging/y.csv"])
            files.Write(name);
        return files;
    }
}
