namespace Runink.Pipelines.Tests.Projects;

public sealed class PathRulesTests
{
    [Theory]
    [InlineData("data/trades.csv", "data/trades.csv")]
    [InlineData("./data//trades.csv", "data/trades.csv")]
    [InlineData("data/../data/./trades.csv", "data/trades.csv")]
    [InlineData("data/trades/", "data/trades")]
    [InlineData("not/yet/there", "not/yet/there")]
    [InlineData("data/.hidden/x.csv", "data/.hidden/x.csv")]
    public void A_path_inside_the_root_is_normalised(string path, string expected)
    {
        using var files = new TemporaryProject();
        var resolution = files.Open().ResolveRead(path);
        Assert.Equal(expected, resolution.Relative);
        Assert.Equal(Path.Combine(files.Root, expected), resolution.Absolute);
        Assert.Null(resolution.Refusal);
    }

    [Fact]
    public void An_absolute_path_inside_the_root_becomes_relative()
    {
        using var files = new TemporaryProject();
        Assert.Equal("data/a.csv", files.Open().ResolveRead(Path.Combine(files.Root, "data/a.csv")).Relative);
    }

    [Fact]
    public void A_link_inside_the_root_is_followed_so_that_a_dataset_has_one_identity()
    {
        using var files = new TemporaryProject();
        files.Write("data/2024/a.csv");
        files.Link("latest", Path.Combine(files.Root, "data/2024"));
        files.Link("data/current", "2024");
        var project = files.Open();
        Assert.Equal("data/2024/a.csv", project.ResolveRead("latest/a.csv").Relative);
        Assert.Equal("data/2024/new.csv", project.ResolveWrite("data/current/new.csv").Relative);
        Assert.Equal("data/x.csv", project.ResolveRead("latest/../x.csv").Relative);
    }

    [Theory]
    [InlineData("../outside/a.csv")]
    [InlineData("data/../../outside/a.csv")]
    [InlineData("/etc/passwd")]
    [InlineData("../project-evil/a.csv")]
    [InlineData("..")]
    [InlineData("link/a.csv")]
    [InlineData("link/new/deeper.csv")]
    [InlineData("chain/a.csv")]
    [InlineData("file-link.csv")]
    [InlineData("dangling.csv")]
    [InlineData("link/../a.csv")]
    [InlineData("../*/a.csv")]
    [InlineData("link/*.csv")]
    [InlineData("/etc/*")]
    public void A_path_outside_the_root_is_refused(string path)
    {
        using var files = Escapes();
        var project = files.Open();
        Assert.NotNull(project.ResolveRead(path).Refusal);
        Assert.NotNull(project.ResolveWrite(path).Refusal);
        Assert.NotNull(project.ExpandGlob(path).Refusal);
    }

    [Theory]
    [InlineData(".runink")]
    [InlineData(".runink/keys/masking.key")]
    [InlineData("./.runink/staging/x")]
    [InlineData("data/../.runink/keys/masking.key")]
    [InlineData(".RUNINK/keys")]
    [InlineData(".runink-staging/x")]
    [InlineData("data/.runink/x")]
    [InlineData("state/keys/masking.key")]
    [InlineData("state/*/masking.key")]
    [InlineData("key.csv")]
    [InlineData(".runink/**")]
    [InlineData(".r*/keys/*")]
    [InlineData("{data,.runink}/keys/*")]
    [InlineData("data/*/../../.runink/keys/*")]
    [InlineData("secrets/project.key")]
    public void What_Runink_keeps_for_itself_is_never_data(string path)
    {
        using var files = Escapes("maskingKey: secrets/project.key");
        var project = files.Open();
        Assert.NotNull(project.ResolveRead(path).Refusal);
        Assert.NotNull(project.ResolveWrite(path).Refusal);
        Assert.NotNull(project.ExpandGlob(path).Refusal);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("data/..")]
    [InlineData("runink.yaml")]
    [InlineData("secrets")]
    [InlineData(".git/hooks")]
    [InlineData("data/.cache")]
    [InlineData("out/*.csv")]
    [InlineData("out/_manifest.json")]
    public void What_holds_the_project_together_cannot_be_overwritten(string path)
    {
        using var files = Escapes("maskingKey: secrets/project.key");
        Assert.NotNull(files.Open().ResolveWrite(path).Refusal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("data\\trades.csv")]
    [InlineData("loop/a.csv")]
    public void A_path_that_makes_no_sense_is_refused(string path)
    {
        using var files = new TemporaryProject();
        files.Link("loop", "loop");
        var project = files.Open();
        Assert.NotNull(project.ResolveRead(path).Refusal);
        Assert.NotNull(project.ResolveWrite(path).Refusal);
    }

    [Fact]
    public void An_allowed_directory_is_used_by_its_absolute_path_however_it_is_written()
    {
        using var files = new TemporaryProject("allow: [../shared]");
        var shared = Directory.CreateDirectory(Path.Combine(files.Above, "shared")).FullName;
        files.Link("alias", shared);
        var project = files.Open();
        Assert.Equal([shared], project.Allowed);
        Assert.Equal(Path.Combine(shared, "a.csv"), project.ResolveRead("../shared/a.csv").Relative);
        Assert.Equal(Path.Combine(shared, "a.csv"), project.ResolveRead("alias/a.csv").Relative);
        Assert.Equal(Path.Combine(shared, "out"), project.ResolveWrite(Path.Combine(shared, "out")).Relative);
    }

    [Theory]
    [InlineData("../project/.runink/keys/masking.key")]
    [InlineData("../other/.runink/keys/masking.key")]
    [InlineData("../other/.RUNINK/x")]
    public void Allowing_a_directory_does_not_open_what_Runink_keeps_there(string path)
    {
        using var files = new TemporaryProject("allow: ['..']");
        var project = files.Open();
        Assert.NotNull(project.ResolveRead(path).Refusal);
        Assert.NotNull(project.ResolveWrite(path).Refusal);
    }

    [Fact]
    public void A_directory_that_holds_the_project_cannot_be_written_even_when_it_is_allowed()
    {
        using var files = new TemporaryProject("allow: ['..']");
        Assert.Contains("project itself", files.Open().ResolveWrite("..").Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_says_where_a_link_leads()
    {
        using var files = Escapes();
        var refusal = files.Open().ResolveRead("link/a.csv").Refusal;
        Assert.Equal($"'link/a.csv' leads through a link to '{files.Above}/outside/a.csv', outside of the project", refusal);
    }

    private static TemporaryProject Escapes(string settings = "")
    {
        var files = new TemporaryProject(settings);
        foreach (var directory in (string[])["outside", "project-evil"])
        {
            Directory.CreateDirectory(Path.Combine(files.Above, directory));
            File.WriteAllText(Path.Combine(files.Above, directory, "a.csv"), "x");
        }

        files.Write(".runink/keys/masking.key");
        files.Write("secrets/project.key");
        files.Write("data/keys/a.csv");
        files.Link("link", Path.Combine(files.Above, "outside"));
        files.Link("chain", "link");
        files.Link("file-link.csv", Path.Combine(files.Above, "outside", "a.csv"));
        files.Link("dangling.csv", Path.Combine(files.Above, "outside", "not-there.csv"));
        files.Link("state", ".runink");
        files.Link("key.csv", ".runink/keys/masking.key");
        return files;
    }
}
