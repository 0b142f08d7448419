using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Projects;

namespace Runink.Pipelines.Tests.Projects;

public sealed class ProjectTests
{
    [Fact]
    public void The_root_is_the_nearest_ancestor_with_a_project_file()
    {
        using var files = new TemporaryProject("name: trading");
        var feature = files.Write("features/deep/trades.feature");
        Assert.Equal(files.Root, Project.Find(feature).Root);
        Assert.Equal(files.Root, Project.Find(Path.GetDirectoryName(feature)!).Root);
        Assert.Equal("trading", Project.Find(feature).Name);
    }

    [Fact]
    public void Without_a_project_file_the_directory_itself_is_the_root()
    {
        using var files = new TemporaryProject();
        File.Delete(Path.Combine(files.Root, "runink.yaml"));
        var project = files.Open();
        Assert.Equal(files.Root, project.Root);
        Assert.Equal("project", project.Name);
    }

    [Fact]
    public void Without_a_project_file_a_feature_belongs_to_the_current_directory()
    {
        using var files = new TemporaryProject();
        File.Delete(Path.Combine(files.Root, "runink.yaml"));
        var expected = Project.Find(Directory.GetCurrentDirectory()).Root;
        Assert.Equal(expected, Project.Find(Path.Combine(files.Root, "a.feature")).Root);
    }

    [Fact]
    public void A_root_that_is_reached_through_a_link_is_the_real_one()
    {
        using var files = new TemporaryProject();
        File.CreateSymbolicLink(Path.Combine(files.Above, "alias"), files.Root);
        Assert.Equal(files.Root, Project.Find(Path.Combine(files.Above, "alias")).Root);
    }

    [Fact]
    public void An_unknown_key_is_an_error_with_its_place_and_the_nearest_key()
    {
        var error = Refused("name: trading\nalow: [../data]\n");
        Assert.Equal("R6002", error.Definition.Code);
        Assert.Equal(new SourceSpan("runink.yaml", 2, 1, 4), error.At);
        Assert.Equal("did you mean \"allow\"?", error.Hint);
    }

    [Theory]
    [InlineData("allow: ../data", "R6003", 1, 8)]
    [InlineData("allow:\n  - nowhere\n", "R6003", 2, 5)]
    [InlineData("name: [a]", "R6003", 1, 7)]
    [InlineData("- a", "R6003", 1, 1)]
    [InlineData("name: a\nname: b", "R6001", 2, 1)]
    [InlineData("name: \"a", "R6001", 1, 7)]
    [InlineData("name: a\n---\nname: b", "R6001", 2, 1)]
    public void A_malformed_project_file_is_an_error_with_its_place(string yaml, string code, int line, int column)
    {
        var error = Refused(yaml);
        Assert.Equal((code, line, column), (error.Definition.Code, error.At!.Line, error.At.Column));
    }

    [Fact]
    public void A_project_file_that_is_not_text_is_an_error()
    {
        using var files = new TemporaryProject();
        File.WriteAllBytes(Path.Combine(files.Root, "runink.yaml"), [0xFF, 0xFE, 0x00]);
        Assert.Equal("R6001", Assert.Throws<RuninkException>(files.Open).Diagnostic.Definition.Code);
    }

    [Fact]
    public void Nesting_without_end_is_an_error_instead_of_a_crash() =>
        Assert.Equal("R6001", Refused(new string('[', 5000)).Definition.Code);

    [Fact]
    public void Error_codes_are_unique_and_of_the_area()
    {
        var codes = ProjectErrors.All.Select(definition => definition.Code).ToList();
        Assert.Equal(codes.Count, codes.Distinct(StringComparer.Ordinal).Count());
        Assert.All(codes, code => Assert.StartsWith("R6", code, StringComparison.Ordinal));
    }

    private static Diagnostic Refused(string yaml)
    {
        using var files = new TemporaryProject(yaml);
        var refused = Assert.Throws<RuninkException>(files.Open);
        Assert.Equal(ExitCodes.BadInput, refused.ExitCode);
        return refused.Diagnostic;
    }
}
