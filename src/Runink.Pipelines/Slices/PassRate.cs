using System.Globalization;
using Runink.Pipelines.Planning;

namespace Runink.Pipelines.Slices;

/// <summary>Judges <c>at least 95% of records must pass</c>.</summary>
public static class PassRate
{
    /// <summary>The verdict over the records read from datasets and those that failed anywhere.</summary>
    public static CheckResult Judge(CheckPlan check, long read, long failed)
    {
        var percent = read == 0 ? 100 : 100.0 * (read - failed) / read;
        // Rounded down, so that 94.9999 % is never reported as 95 % below a limit of 95 %.
        var shown = Math.Floor(percent * 10_000) / 10_000;
        return CheckResult.Of(check, percent >= (check.Minimum ?? 0), $"at least {Text(check.Minimum ?? 0)}%", $"{Text(shown)}%");
    }

    private static string Text(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);
}
