namespace Runink.Pipelines.Contracts.Patterns;

/// <summary>Writes a repetition's bounds, which look alike in both dialects.</summary>
internal static class Quantifier
{
    public static string Write(RepeatNode repeat)
    {
        var bounds = (repeat.Minimum, repeat.Maximum) switch
        {
            (0, null) => "*",
            (1, null) => "+",
            (0, 1) => "?",
            (_, null) => $"{{{repeat.Minimum},}}",
            _ when repeat.Minimum == repeat.Maximum => $"{{{repeat.Minimum}}}",
            _ => $"{{{repeat.Minimum},{repeat.Maximum}}}",
        };
        return repeat.Lazy ? bounds + "?" : bounds;
    }
}
