using YamlDotNet.RepresentationModel;

namespace Runink.Pipelines.Tests.Features.Expressions;

/// <summary>One file of the official cases for Cucumber Expressions.</summary>
internal sealed class OfficialCase
{
    private readonly YamlMappingNode _root;

    private OfficialCase(string folder, string name)
    {
        var path = RepositoryFiles.SharedFolder("conformance", "cucumber-expressions", folder);
        using var reader = File.OpenText(Path.Combine(path, name));
        var stream = new YamlStream();
        stream.Load(reader);
        _root = (YamlMappingNode)stream.Documents[0].RootNode;
    }

    public string Expression => Scalar("expression")!;

    public string? Exception => Scalar("exception");

    public static OfficialCase Load(string folder, string name) => new(folder, name);

    /// <summary>Names of the cases; a single empty name when there are none, so that the test can say so.</summary>
    public static TheoryData<string> Names(string folder)
    {
        var path = Path.Combine(RepositoryFiles.Shared, "conformance", "cucumber-expressions", folder);
        if (!Directory.Exists(path)) return [""];
        return [.. Directory.GetFiles(path, "*.yaml").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
    }

    public string? Scalar(string key) => Node(key) is YamlScalarNode { Value: { } value } ? value : null;

    public YamlNode? Node(string key) => _root.Children.TryGetValue(key, out var node) ? node : null;
}
