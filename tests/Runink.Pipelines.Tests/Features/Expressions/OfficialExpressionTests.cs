using System.Globalization;
using Runink.Pipelines.Features.Expressions;
using YamlDotNet.RepresentationModel;

namespace Runink.Pipelines.Tests.Features.Expressions;

/// <summary>Every official case of the Cucumber Expressions standard.</summary>
public sealed class OfficialExpressionTests
{
    public static TheoryData<string> TokenizerCases => OfficialCase.Names("tokenizer");

    public static TheoryData<string> ParserCases => OfficialCase.Names("parser");

    public static TheoryData<string> TransformationCases => OfficialCase.Names("transformation");

    public static TheoryData<string> MatchingCases => OfficialCase.Names("matching");

    [Theory]
    [MemberData(nameof(TokenizerCases))]
    public void The_tokenizer_agrees(string name)
    {
        var official = OfficialCase.Load("tokenizer", name);
        if (Fails(official, () => ExpressionTokenizer.Tokenize(official.Expression))) return;
        var expected = ((YamlSequenceNode)official.Node("expected_tokens")!).Cast<YamlMappingNode>()
            .Select(token => $"{token["type"]} {token["start"]}-{token["end"]} '{token["text"]}'");
        var actual = ExpressionTokenizer.Tokenize(official.Expression)
            .Select(token => $"{OfficialName(token.Kind.ToString())} {token.Start}-{token.End} '{token.Text}'");
        Assert.Equal(expected, actual);
    }

    [Theory]
    [MemberData(nameof(ParserCases))]
    public void The_parser_agrees(string name)
    {
        var official = OfficialCase.Load("parser", name);
        if (Fails(official, () => ExpressionParser.Parse(official.Expression))) return;
        var expected = Describe((YamlMappingNode)official.Node("expected_ast")!);
        Assert.Equal(expected, Describe(ExpressionParser.Parse(official.Expression)));
    }

    [Theory]
    [MemberData(nameof(TransformationCases))]
    public void The_regular_expression_agrees(string name)
    {
        var official = OfficialCase.Load("transformation", name);
        Assert.Equal(official.Scalar("expected_regex"), new CucumberExpression(official.Expression).Pattern);
    }

    [Theory]
    [MemberData(nameof(MatchingCases))]
    public void The_match_agrees(string name)
    {
        var official = OfficialCase.Load("matching", name);
        var text = official.Scalar("text") ?? "";
        if (Fails(official, () => new CucumberExpression(official.Expression).Match(text))) return;
        var actual = new CucumberExpression(official.Expression).Match(text);
        if (official.Node("expected_args") is not YamlSequenceNode expected)
        {
            Assert.Null(actual);
            return;
        }

        Assert.NotNull(actual);
        Assert.Equal(expected.Children.Count, actual.Count);
        foreach (var (wanted, argument) in expected.Children.Zip(actual))
            AssertSame(((YamlScalarNode)wanted).Value!, argument.Value);
    }

    private static bool Fails(OfficialCase official, Action act)
    {
        if (official.Exception is not { } message) return false;
        Assert.Equal(message, Assert.Throws<ExpressionException>(act).Message);
        return true;
    }

    private static void AssertSame(string wanted, object actual)
    {
        if (actual is float single) Assert.Equal(float.Parse(wanted, CultureInfo.InvariantCulture), single);
        else if (actual is double real) Assert.Equal(double.Parse(wanted, CultureInfo.InvariantCulture), real);
        else Assert.Equal(wanted, Convert.ToString(actual, CultureInfo.InvariantCulture));
    }

    private static string Describe(YamlMappingNode node)
    {
        var content = node.Children.TryGetValue("token", out var token)
            ? $"'{token}'"
            : string.Concat(((YamlSequenceNode)node["nodes"]).Cast<YamlMappingNode>().Select(Describe));
        return $"({node["type"]} {node["start"]}-{node["end"]} {content})";
    }

    private static string Describe(ExpressionNode node)
    {
        var content = node.Kind == ExpressionNodeKind.Text ? $"'{node.Text}'" : string.Concat(node.Nodes.Select(Describe));
        return $"({OfficialName(node.Kind.ToString())}_NODE {node.Start}-{node.End} {content})";
    }

    /// <summary><c>BeginOptional</c> is called <c>BEGIN_OPTIONAL</c> there.</summary>
    private static string OfficialName(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : c.ToString())).ToUpperInvariant();
}
