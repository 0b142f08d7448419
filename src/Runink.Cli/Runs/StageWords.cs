using Runink.Cli.Output;
using Runink.Runs.Ledger;

namespace Runink.Cli.Runs;

/// <summary>States as people read them.</summary>
internal static class StageWords
{
    /// <summary>The state of a stage in lower case.</summary>
    public static string Of(StageState state) => state.ToString().ToLowerInvariant();

    /// <summary>The state of a run in lower case.</summary>
    public static string Of(RunState state) => state.ToString().ToLowerInvariant();

    /// <summary>A text in the colour of a stage's state.</summary>
    public static string Colour(string text, StageState state, Paint paint) => state switch
    {
        StageState.Published => paint.Green(text),
        StageState.Failed => paint.Red(text),
        StageState.Interrupted or StageState.Skipped => paint.Yellow(text),
        _ => text,
    };

    /// <summary>A text in the colour of a run's state.</summary>
    public static string Colour(string text, RunState state, Paint paint) => state switch
    {
        RunState.Succeeded => paint.Green(text),
        RunState.Failed => paint.Red(text),
        RunState.Interrupted => paint.Yellow(text),
        _ => text,
    };
}
