using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Runink.Tidy;

/// <summary>Who may reference whom. A change of this table is a change of the architecture.</summary>
public sealed partial class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Runink.Raft"] = [],
        ["Runink.Store"] = [],
        ["Runink.Protocol"] = [],
        ["Runink.Rpc"] = ["Runink.Protocol"],
        ["Runink.Barn"] = ["Runink.Raft", "Runink.Store", "Runink.Protocol", "Runink.Rpc"],
        ["Runink.Barn.Client"] = ["Runink.Store", "Runink.Protocol", "Runink.Rpc"],
        ["Runink.Data"] = [],
        ["Runink.Pipelines"] = ["Runink.Data"],
        ["Runink.Execution"] = ["Runink.Data", "Runink.Pipelines"],
        ["Runink.Slice"] = ["Runink.Execution"],
        ["Runink.Isolation"] = [],
        ["Runink.Runs"] = ["Runink.Store", "Runink.Pipelines", "Runink.Isolation"],
        ["Runink.Cli"] = ["Runink.Store", "Runink.Data", "Runink.Pipelines", "Runink.Execution", "Runink.Runs", "Runink.Isolation", "Runink.Protocol", "Runink.Rpc", "Runink.Barn"],
    };

    [Fact]
    public void Every_project_references_only_what_the_architecture_allows()
    {
        var projects = Repository.Files.Where(file => ProjectFile().IsMatch(file)).ToList();
        Assert.Equal(Allowed.Count, projects.Count);
        foreach (var project in projects)
        {
            var name = Path.GetFileNameWithoutExtension(project);
            var references = XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
            Findings.None(references.Except(Allowed[name]));
        }
    }

    [Fact]
    public void Every_source_project_has_a_test_project()
    {
        var missing = Allowed.Keys.Where(name => !Repository.Files.Contains($"tests/{name}.Tests/{name}.Tests.csproj"));
        Findings.None(missing);
    }

    [Fact]
    public void No_project_is_a_drawer_for_leftovers() =>
        Assert.DoesNotContain(Repository.Files, file => LeftoverName().IsMatch(file));

    [GeneratedRegex(@"^src/[^/]+/[^/]+\.csproj$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ProjectFile();

    [GeneratedRegex(@"(^|/)(Common|Utils|Utilities|Helpers|Misc)(/|\.)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LeftoverName();
}
