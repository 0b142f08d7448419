using System.Diagnostics;
using Runink.Cli.Output;

namespace Runink.Cli.Tests;

/// <summary>Runs the built program as a user would: a real process, its own directory, no terminal.</summary>
internal static class Runi
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    /// <summary>The program: compiled ahead where the build can do that, else as it was copied beside the tests by the project reference.</summary>
    public static string Path { get; } = new[] { "published/runi", "runi" }.Select(name => System.IO.Path.Combine(AppContext.BaseDirectory, name)).First(File.Exists);

    public static Outcome Run(params string[] args) => RunIn(Environment.CurrentDirectory, args);

    public static Outcome RunIn(string directory, params string[] args)
    {
        using var process = Process.Start(StartInfo(directory, args))!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(TimeLimit)) process.Kill(entireProcessTree: true);
        return new Outcome(process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    /// <summary>How a test starts the program when it needs the process itself.</summary>
    public static ProcessStartInfo StartInfo(string directory, params string[] args)
    {
        var start = new ProcessStartInfo(Path, args)
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("NO_COLOR");
        start.Environment["TERM"] = "xterm-256color";
        return start;
    }

    /// <summary>Runs in this process, for what is about text and not about processes.</summary>
    public static async Task<Outcome> InProcessAsync(params string[] args)
    {
        using var output = new MemoryStream();
        await using var error = new StringWriter();
        var exit = await CommandLine.RunAsync(args, new Terminal(output, error));
        return new Outcome(exit, System.Text.Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}

/// <summary>How a command ended.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error);
