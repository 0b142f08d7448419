using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Runink.Tidy.Documentation;

/// <summary>Pages that describe a list in the code hold all of it.</summary>
public sealed partial class PageTests
{
    [Fact]
    public void Every_golden_file_that_the_formats_name_is_there()
    {
        var named = GoldenFile().Matches(Repository.Read("docs/internals/formats.md")).Select(match => match.Groups["path"].Value).ToList();
        Assert.NotEmpty(named);
        Findings.None(named.Where(path => !Path.Exists(Path.Combine(Repository.Root, "tests", path))));
    }

    [Fact]
    public void The_notice_names_every_package_with_its_version()
    {
        var notice = Repository.Read("NOTICE");
        var packages = XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion")
            .Select(package => (Name: package.Attribute("Include")!.Value, Version: package.Attribute("Version")!.Value));
        Findings.None(packages
            .Where(package => !Regex.IsMatch(
                notice, $@"{Regex.Escape(package.Name)} +{Regex.Escape(package.Version)} ", RegexOptions.None, TimeSpan.FromSeconds(1)))
            .Select(package => $"{package.Name} {package.Version}"));
    }

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

    [GeneratedRegex(@"`(tests/)?(?<path>Runink\.[A-Za-z.]+\.Tests/golden/[^`]*)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GoldenFile();
}
