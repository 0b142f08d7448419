using Runink.Cli.Output;

namespace Runink.Cli.Commands.Cluster.Demo;

/// <summary>Shows a cluster as it goes: redrawn in place on a terminal, a line every second elsewhere.</summary>
internal sealed class DemoPicture(Terminal terminal, WriteMeter meter, TimeProvider time)
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(1);

    private readonly long _started = time.GetTimestamp();
    private long _shown;
    private long _shownCount;
    private int _lines;

    /// <summary>Says what happened.</summary>
    public void Tell(string what)
    {
        Wipe();
        terminal.Error.WriteLine($"{Seconds}  {what}");
    }

    /// <summary>Shows how the members stand, if it is time to.</summary>
    public void Show(IReadOnlyList<DemoState> states)
    {
        if (!terminal.IsInteractive && time.GetElapsedTime(_shown) < LineEvery && _shown != 0) return;
        var rate = _shown == 0 ? 0 : (meter.Count - _shownCount) / time.GetElapsedTime(_shown).TotalSeconds;
        (_shown, _shownCount) = (time.GetTimestamp(), meter.Count);
        var summary = $"{Human.Count((long)rate)} writes/s, {Human.Count(meter.Count)} acknowledged, longest gap {Human.Duration(meter.LongestGap)}";
        if (!terminal.IsInteractive)
        {
            terminal.Error.WriteLine($"{Seconds}  {string.Join("  ", states.Select(Describe))}  {summary}");
            return;
        }

        Wipe();
        foreach (var state in states) terminal.Error.WriteLine(Paint(state, Describe(state)));
        terminal.Error.WriteLine(summary);
        _lines = states.Count + 1;
    }

    /// <summary>Takes away what would be redrawn.</summary>
    public void Wipe()
    {
        if (_lines > 0) terminal.Error.Write($"\e[{_lines}A\e[J");
        _lines = 0;
    }

    private string Seconds => $"{time.GetElapsedTime(_started).TotalSeconds,5:0.0} s";

    private static string Describe(DemoState state) => state.Status is { } status
        ? $"{state.Member.Name} {state.Role,-9} term {status.RaftTerm,-3} log {status.RaftIndex,-8} applied {status.RaftAppliedIndex,-8}"
        : $"{state.Member.Name} {state.Role}";

    private string Paint(DemoState state, string text) =>
        state.Leads ? terminal.ErrorPaint.Green(text) : state.Status is null ? terminal.ErrorPaint.Red(text) : text;
}
