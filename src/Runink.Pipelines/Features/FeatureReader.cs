using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features.Binding;
using Runink.Pipelines.Features.Linting;
using Runink.Pipelines.Features.Parsing;

namespace Runink.Pipelines.Features;

/// <summary>
/// Reads feature files: parses Gherkin, expands outlines, binds every step to exactly one definition, and finds what Gherkin
/// swallows. Pure: no file, no clock. Thread-safe.
/// </summary>
public static class FeatureReader
{
    /// <summary>The version of the language, as <c># runink: 1</c> names it.</summary>
    public const int LanguageVersion = 1;

    /// <summary>Reading stops looking for more after so many errors.</summary>
    public const int MostErrors = 50;

    /// <summary>Reads a feature.</summary>
    /// <param name="text">The file's text.</param>
    /// <param name="file">Its path relative to the project root, with forward slashes; diagnostics name it.</param>
    public static FeatureReading Read(string text, string file) => Read(text, file, StepIndex.Catalogue);

    internal static FeatureReading Read(string text, string file, StepIndex index)
    {
        var source = new FeatureSource(file, text);
        var errors = new List<Diagnostic>();
        VersionComment.Check(source, LanguageVersion, errors);
        BoundFeature? feature = null;
        if (GherkinAdapter.Parse(source, errors) is { } parsed)
        {
            new DescriptionLint(index).Check(parsed, errors);
            feature = new FeatureBinder(index, file).Bind(parsed, errors);
        }

        // An outline's mistake shows in each of its rows: once is enough.
        var distinct = errors.DistinctBy(error => (error.Definition, error.At));
        var ordered = distinct.OrderBy(error => error.At!.Line).ThenBy(error => error.At!.Column).Take(MostErrors);
        return new FeatureReading(errors.Count == 0 ? feature : null, [.. ordered]);
    }
}
