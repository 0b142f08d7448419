using Gherkin;
using Gherkin.Ast;
using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Features.Parsing;

/// <summary>The one door to the Gherkin package: from text to <see cref="ParsedFeature"/>, or to diagnostics.</summary>
internal static class GherkinAdapter
{
    /// <summary>Null when the text is not Gherkin or holds no feature; <paramref name="errors"/> then says why.</summary>
    public static ParsedFeature? Parse(FeatureSource source, ICollection<Diagnostic> errors)
    {
        var builder = new ParsedFeatureBuilder(source);
        var parser = new Parser<ParsedFeature?>(builder);
        try
        {
            using var reader = new StringReader(source.Text);
            var feature = parser.Parse(new TokenScanner(reader), new TokenMatcher(new Dialects()));
            if (feature is null)
                errors.Add(FeatureErrors.Empty.Error("this file holds no feature", new SourceSpan(source.File, 1)));
            return feature;
        }
        catch (CompositeParserException several)
        {
            foreach (var error in WithoutEchoes(several.Errors)) errors.Add(Explain(error, source, builder));
        }
        catch (ParserException error)
        {
            errors.Add(Explain(error, source, builder));
        }
        finally
        {
            foreach (var error in builder.TagErrors) errors.Add(error);
        }

        return null;
    }

    private static Diagnostic Explain(ParserException error, FeatureSource source, ParsedFeatureBuilder builder) => error switch
    {
        NoSuchLanguageException => FeatureErrors.UnknownLanguage.Error(
            "there are no Gherkin keywords in this language", source.Trimmed(error.Location.Line).At),
        UnexpectedEOFException when builder.OpenDocString is { } line => FeatureErrors.Syntax.Error(
            "this doc string is never closed", source.Trimmed(line).At, "end it with a line that holds only its delimiter"),
        UnexpectedEOFException end when SyntaxError.ExpectsFeature(end.ExpectedTokenTypes) => FeatureErrors.Empty.Error(
            "the file ends before its feature", source.Trimmed(LastLine(source)).At),
        UnexpectedEOFException => FeatureErrors.Syntax.Error(
            "the file ends after tags", source.Trimmed(LastLine(source)).At,
            "write the scenario that these tags belong to, or delete them"),
        UnexpectedTokenException unexpected =>
            SyntaxError.Explain(source.Trimmed(error.Location.Line), unexpected.ExpectedTokenTypes),
        _ => FeatureErrors.Syntax.Error(error.Message, source.Trimmed(error.Location.Line).At),
    };

    /// <summary>Before the feature's header each line is refused for the same reason: the first one tells it.</summary>
    private static IEnumerable<ParserException> WithoutEchoes(IEnumerable<ParserException> errors)
    {
        var before = false;
        foreach (var error in errors)
        {
            var isBefore = SyntaxError.ExpectsFeature(Expected(error));
            if (!(before && isBefore)) yield return error;
            before |= isBefore;
        }
    }

    private static string[] Expected(ParserException error) => error switch
    {
        UnexpectedTokenException token => token.ExpectedTokenTypes,
        UnexpectedEOFException end => end.ExpectedTokenTypes,
        _ => [],
    };

    private static int LastLine(FeatureSource source)
    {
        var line = source.LineCount;
        while (line > 1 && string.IsNullOrWhiteSpace(source.Line(line))) line--;
        return line;
    }

    /// <summary>
    /// English keywords as later versions of Gherkin know them, without the cost of reading every language's. Files in another
    /// language take the keywords of the package.
    /// </summary>
    private sealed class Dialects : IGherkinDialectProvider
    {
        private static readonly GherkinDialect English = new(
            "en", ["Feature", "Business Need", "Ability"], ["Background"], ["Scenario", "Example"],
            ["Scenario Outline", "Scenario Template"], ["Examples", "Scenarios"],
            ["* ", "Given "], ["* ", "When "], ["* ", "Then "], ["* ", "And "], ["* ", "But "]);

        public GherkinDialect DefaultDialect => English;

        public GherkinDialect GetDialect(string language, Location location) =>
            string.Equals(language, English.Language, StringComparison.Ordinal)
                ? English
                : new GherkinDialectProvider().GetDialect(language, location);
    }
}
