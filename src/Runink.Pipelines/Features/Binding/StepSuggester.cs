namespace Runink.Pipelines.Features.Binding;

/// <summary>Finds the definitions nearest to a text that matches none, by edit distance on words. Pure.</summary>
internal static class StepSuggester
{
    private const int Most = 3;
    private const double Limit = 0.4;
    private const double ExtraWord = 0.75;
    private const double MissingWord = 1;
    private const int MostWords = 60;

    /// <summary>At most three, nearest first.</summary>
    public static IReadOnlyList<NearStep> Nearest(string text, IEnumerable<StepDefinition> definitions)
    {
        var words = StepPattern.Words(text);
        if (words.Count is 0 or > MostWords) return [];
        return
        [
            .. definitions.Select(definition => Align(words, definition))
                .Where(near => near.Distance <= Limit && near.SharesWords)
                .OrderBy(near => near.Distance)
                .ThenBy(near => near.Definition.Expression.Length)
                .Take(Most),
        ];
    }

    private static NearStep Align(List<string> words, StepDefinition definition)
    {
        var pieces = StepPattern.Words(definition.Expression);
        var costs = new double[words.Count + 1, pieces.Count + 1];
        for (var i = 0; i <= words.Count; i++)
        {
            for (var j = 0; j <= pieces.Count; j++) costs[i, j] = i + j == 0 ? 0 : Best(words, pieces, costs, i, j).Cost;
        }

        var taken = Trace(words, pieces, costs);
        return new NearStep(definition, pieces, taken, costs[words.Count, pieces.Count] / Math.Max(words.Count, pieces.Count));
    }

    private static (double Cost, Move Move) Best(List<string> words, List<string> pieces, double[,] costs, int i, int j)
    {
        var best = (Cost: double.MaxValue, Move: Move.Missing);
        if (j > 0) best = (costs[i, j - 1] + MissingWord, Move.Missing);
        if (i > 0 && costs[i - 1, j] + ExtraWord < best.Cost) best = (costs[i - 1, j] + ExtraWord, Move.Extra);
        if (i == 0 || j == 0) return best;
        var fit = costs[i - 1, j - 1] + StepPattern.Cost(words[i - 1], pieces[j - 1]);
        if (fit <= best.Cost) best = (fit, Move.Fit);
        var goesOn = i > 1 && pieces[j - 1] is "{flows}" && StepPattern.Continues(words[i - 2], words[i - 1]);
        return goesOn && costs[i - 1, j] <= best.Cost ? (costs[i - 1, j], Move.More) : best;
    }

    /// <summary>The words that each piece took, walking the table of costs back from its end.</summary>
    private static string?[] Trace(List<string> words, List<string> pieces, double[,] costs)
    {
        var taken = new string?[pieces.Count];
        for (var (i, j) = (words.Count, pieces.Count); i > 0 || j > 0;)
        {
            var move = Best(words, pieces, costs, i, j).Move;
            if (move is Move.Fit or Move.More) taken[j - 1] = taken[j - 1] is { } rest ? $"{words[i - 1]} {rest}" : words[i - 1];
            if (move is not Move.Missing) i--;
            if (move is Move.Fit or Move.Missing) j--;
        }

        return taken;
    }

    private enum Move
    {
        Fit,
        More,
        Extra,
        Missing,
    }
}

/// <summary>A definition near a text.</summary>
/// <param name="Definition">The definition.</param>
/// <param name="Pieces">Its expression, split into words.</param>
/// <param name="Taken">For each piece the words of the text that stand for it, or null.</param>
/// <param name="Distance">Words that differ, as a share of all; 0 is the same.</param>
internal sealed record NearStep(
    StepDefinition Definition, IReadOnlyList<string> Pieces, IReadOnlyList<string?> Taken, double Distance)
{
    /// <summary>Whether a word of the definition itself was found; parameters alone resemble anything.</summary>
    public bool SharesWords => Pieces.Zip(Taken)
        .Any(pair => pair.Second is { } word && pair.First[0] != '{' && StepPattern.Cost(word, pair.First) < 1);

    /// <summary>A step that binds to the definition, with as many of the text's own words as fit, ready to copy.</summary>
    public string Stub(string keyword) => StepStub.Make(keyword, this);
}
