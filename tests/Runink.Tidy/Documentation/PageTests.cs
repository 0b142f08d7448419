namespace Runink.Tidy.Documentation;

/// <summary>Pages that describe a list in the code hold all of it.</summary>
public sealed class PageTests
{
    [Fact]
    public void The_architecture_names_every_project()
    {
        var page = Repository.Read("docs/internals/architecture.md");
        var projects = Repository.Files.Where(file => file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".csproj", StringComparison.Ordinal));
        Findings.None(projects.Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => !page.Contains($"`{name}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_page_can_be_reached_from_the_readme()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        Follow("README.md", reached);
        Findings.None(CodeBlock.Pages.Where(page => page.StartsWith("docs/", StringComparison.Ordinal) && !reached.Contains(page)));
    }

    private static void Follow(string page, HashSet<string> reached)
    {
        if (!reached.Add(page)) return;
        foreach (var target in LinkTests.TargetsOf(page).Where(target => target.EndsWith(".md", StringComparison.Ordinal)))
        {
            var path = Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(page) ?? "", target));
            if (File.Exists(path)) Follow(Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'), reached);
        }
    }
}
