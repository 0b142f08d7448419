using System.Text.RegularExpressions;
using Runink.Pipelines.Projects;

namespace Runink.Tidy.Documentation;

/// <summary>A project in a temporary directory, made of a page's contracts and features. It vanishes with the test.</summary>
internal sealed partial class ExampleProject : IDisposable
{
    public ExampleProject(string page)
    {
        Root = Directory.CreateTempSubdirectory("runink-docs-").FullName;
        foreach (var folder in (string[])["contracts", "features", "data"]) Directory.CreateDirectory(Path.Combine(Root, folder));
        File.WriteAllText(Path.Combine(Root, Project.FileName), "");
        foreach (var contract in Contracts(page))
            File.WriteAllText(Path.Combine(Root, "contracts", $"{Id().Match(contract.Text).Groups["id"].Value}.odcs.yaml"), contract.Text);
    }

    public string Root { get; }

    public static IEnumerable<CodeBlock> Contracts(string page) =>
        CodeBlock.Of(page).Where(block => block.Language == "yaml" && block.Text.Contains("kind: DataContract", StringComparison.Ordinal));

    /// <summary>Whole features of a page; a block may also show single steps.</summary>
    public static IEnumerable<CodeBlock> Features(string page) =>
        CodeBlock.Of(page).Where(block => block.Language == "gherkin" && block.Text.Contains("Feature:", StringComparison.Ordinal));

    public void Dispose() => Directory.Delete(Root, recursive: true);

    [GeneratedRegex(@"^id: (?<id>\S+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();
}
