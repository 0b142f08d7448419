using System.Text;
using Gherkin;

namespace Runink.Pipelines.Features.Parsing;

/// <summary>
/// Makes a <see cref="ParsedFeature"/> from the tokens of the Gherkin parser. Ours and not the package's own, because that one
/// forgets where the lines of a description stand and gives up at the first ragged table.
/// </summary>
internal sealed class ParsedFeatureBuilder(FeatureSource source) : IAstBuilder<ParsedFeature?>
{
    private readonly StringBuilder _content = new();
    private List<Tag> _tags = [];
    private ParsedFeature? _feature;
    private ParsedScenario? _scenario;
    private ParsedExamples? _examples;
    private (string? MediaType, int Line, int Column, int Lines)? _docString;

    /// <summary>The tag lines seen, each read by <see cref="TagReader"/> with its errors.</summary>
    public List<Diagnostics.Diagnostic> TagErrors { get; } = [];

    /// <summary>Line of the delimiter of a doc string that is open, or null.</summary>
    public int? OpenDocString => _docString?.Line;

    public void Build(Token token)
    {
        switch (token.MatchedType)
        {
            case TokenType.TagLine:
                _tags.AddRange(TagReader.Read(source.Trimmed(token.Location.Line), TagErrors));
                break;
            case TokenType.FeatureLine:
                _feature = new ParsedFeature(Title(token), TakeTags());
                break;
            case TokenType.BackgroundLine:
                _feature!.Background = StartScenario(token);
                break;
            case TokenType.ScenarioLine or TokenType.ScenarioOutlineLine:
                _feature!.Scenarios.Add(StartScenario(token));
                break;
            case TokenType.ExamplesLine:
                _examples = new ParsedExamples(source.Trimmed(token.Location.Line), TakeTags());
                _scenario!.Examples.Add(_examples);
                break;
            case TokenType.StepLine:
                var text = source.Rest(token.Location.Line, token.Location.Column - 1 + token.MatchedKeyword.Length);
                _scenario!.Steps.Add(new ParsedStep(token.MatchedKeyword.TrimEnd(), text));
                break;
            case TokenType.TableRow:
                (_examples?.Rows ?? _scenario!.Steps[^1].Rows).Add(Row(token));
                break;
            case TokenType.DocStringSeparator:
                ToggleDocString(token);
                break;
            case TokenType.Other:
                AddText(token);
                break;
        }
    }

    public void StartRule(RuleType ruleType)
    {
        // Tokens alone tell the structure: each belongs to the header that stands last before it.
    }

    public void EndRule(RuleType ruleType)
    {
        // See StartRule.
    }

    public ParsedFeature? GetResult() => _feature;

    public void Reset() => (_feature, _scenario, _examples, _docString, _tags) = (null, null, null, null, []);

    private List<Tag> TakeTags()
    {
        var tags = _tags;
        _tags = [];
        return tags;
    }

    private ParsedScenario StartScenario(Token token)
    {
        var isOutline = token.MatchedType == TokenType.ScenarioOutlineLine;
        _scenario = new ParsedScenario(source.Trimmed(token.Location.Line), Title(token), TakeTags(), isOutline);
        _examples = null;
        return _scenario;
    }

    private StepValue Title(Token token) =>
        source.Rest(token.Location.Line, token.Location.Column + token.MatchedKeyword.Length);

    private ParsedRow Row(Token token)
    {
        var line = source.Trimmed(token.Location.Line);
        return new ParsedRow(line, [.. token.MatchedItems.Select(Cell)]);

        StepValue Cell(GherkinLineSpan cell) =>
            new(cell.Text, line.At with { Column = cell.Column, Length = cell.Text.Length });
    }

    private void ToggleDocString(Token token)
    {
        if (_docString is not { } open)
        {
            var mediaType = string.IsNullOrWhiteSpace(token.MatchedText) ? null : token.MatchedText.Trim();
            _docString = (mediaType, token.Location.Line, token.Location.Column, 0);
            return;
        }

        var at = new Diagnostics.SourceSpan(source.File, open.Line + 1, open.Column);
        _scenario!.Steps[^1].DocString = new StepDocString(open.MediaType, _content.ToString(), at);
        _content.Clear();
        _docString = null;
    }

    private void AddText(Token token)
    {
        if (_docString is { } open)
        {
            if (open.Lines > 0) _content.Append('\n');
            _content.Append(token.MatchedText);
            _docString = open with { Lines = open.Lines + 1 };
            return;
        }

        var line = source.Trimmed(token.Location.Line);
        (_examples?.Description ?? _scenario?.Description ?? _feature!.Description).Add(line);
    }
}
