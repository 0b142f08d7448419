using System.Globalization;

namespace Runink.Runs.Files;

/// <summary>
/// Says in a file which process works for an attempt, so that recovery can make sure it is gone before it removes what the
/// process writes. A process is its number and the tick it started at: numbers are given again.
/// </summary>
internal static class ProcessMark
{
    private const int Kill = 9;
    private const int StartTickField = 22;
    private const long PatienceMilliseconds = 5000;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    /// <summary>Marks a process that was just started.</summary>
    public static void Write(string file, int processId) => File.WriteAllText(file, $"{processId} {StartTick(processId)}");

    /// <summary>Ends the marked process if it still lives, and waits until it is gone.</summary>
    public static void End(string file)
    {
        if (File.ReadAllText(file).Split(' ') is not [var number, { Length: > 0 } tick]) return;
        var processId = int.Parse(number, CultureInfo.InvariantCulture);
        var deadline = Environment.TickCount64 + PatienceMilliseconds;
        while (StartTick(processId) == tick && Environment.TickCount64 < deadline)
        {
            Posix.Signal(processId, Kill);
            Thread.Sleep(Poll);
        }
    }

    /// <summary>
    /// When a process started, in ticks since the machine did; empty when it is gone or only waits to be reaped.
    /// </summary>
    private static string StartTick(int processId)
    {
        try
        {
            // The second field is the name in parentheses, which may hold anything; the third is the state.
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? "" : fields[StartTickField - 3];
        }
        catch (IOException)
        {
            return "";
        }
    }
}
