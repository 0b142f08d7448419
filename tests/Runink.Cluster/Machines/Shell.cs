using System.Diagnostics;

namespace Runink.Cluster;

/// <summary>Runs the system's small programs.</summary>
internal static class Shell
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    /// <summary>Whether there is such a program.</summary>
    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <exception cref="InvalidOperationException">The program failed; what it said is in the message.</exception>
    public static void Run(string program, params string[] arguments) => Read(program, arguments);

    /// <summary>What the program said when it failed, else null.</summary>
    public static string? Try(string program, params string[] arguments) => Start(program, arguments).Error;

    /// <returns>What the program wrote.</returns>
    /// <exception cref="InvalidOperationException">The program failed; what it said is in the message.</exception>
    public static string Read(string program, params string[] arguments)
    {
        var (output, error) = Start(program, arguments);
        return error is null ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {error}");
    }

    private static (string Output, string? Error) Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill();
            return ("", "it did not end");
        }

        return (output.GetAwaiter().GetResult(), process.ExitCode == 0 ? null : $"exit code {process.ExitCode}: {error.Trim()}");
    }
}
