using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;

namespace Runink.Pipelines.Tests.Features;

/// <summary>Short ways to read features in tests.</summary>
internal static class FeatureText
{
    public const string File = "features/x.feature";

    /// <summary>A feature of one scenario with these lines as its steps.</summary>
    public static string WithSteps(params string[] lines) =>
        $"Feature: f\n\n  Scenario: s\n{string.Concat(lines.Select(line => $"    {line}\n"))}";

    public static BoundFeature ReadGood(string text)
    {
        var reading = FeatureReader.Read(text, File);
        Assert.Equal("", string.Concat(reading.Diagnostics.Select(found => DiagnosticRenderer.Render(found, _ => text))));
        return reading.Feature!;
    }

    public static IReadOnlyList<Diagnostic> ReadBad(string text)
    {
        var reading = FeatureReader.Read(text, File);
        Assert.Null(reading.Feature);
        Assert.NotEmpty(reading.Diagnostics);
        return reading.Diagnostics;
    }

    /// <summary>Asserts that a text has exactly one error, of a kind, at a place.</summary>
    public static Diagnostic SingleError(string text, ErrorDefinition definition, int line, int column)
    {
        var error = Assert.Single(ReadBad(text));
        Assert.Equal((definition.Code, line, column), (error.Definition.Code, error.At!.Line, error.At.Column));
        Assert.True(error.IsError);
        Assert.False(string.IsNullOrWhiteSpace(error.Hint));
        return error;
    }
}
