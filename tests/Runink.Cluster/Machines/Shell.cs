using System.Diagnostics;

namespace Runink.Cluster;

/// <summary>Runs the system's small programs.</summary>
internal static class Shell
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    /// <exception cref="InvalidOperationException">The program failed; what it said is in the message.</exception>
    public static void Run(string program, params string[] arguments)
    {
        if (Try(program, arguments) is { } error)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error}");
    }

    /// <summary>What the program said when it failed, else null.</summary>
    public static string? Try(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEnd();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill();
            return "it did not end";
        }

        return process.ExitCode == 0 ? null : $"exit code {process.ExitCode}: {error.Trim()}";
    }
}
