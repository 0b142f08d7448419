using System.Diagnostics;

namespace Runink.Conformance;

/// <summary>What a tool said and how it ended.</summary>
/// <param name="ExitCode">Its exit code; -1 when it was interrupted because it would have gone on.</param>
/// <param name="Output">What it wrote to its standard output.</param>
/// <param name="Errors">What it wrote to its standard error.</param>
public sealed record ToolResult(int ExitCode, string Output, string Errors);

/// <summary>Runs the tools of others.</summary>
public static class Tool
{
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(60);

    /// <summary>Whether a tool is installed.</summary>
    public static bool Exists(string name) => Environment.GetEnvironmentVariable("PATH")!
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name)));

    /// <summary>Skips the test, with the reason, where a tool is missing.</summary>
    public static void Require(params string[] names)
    {
        var missing = names.Where(name => !Exists(name)).ToList();
        Assert.SkipUnless(missing.Count == 0, $"not installed here: {string.Join(", ", missing)} (apt-get install etcd-server etcd-client prometheus)");
    }

    /// <summary>Runs a tool to its end, or until it wrote so many lines.</summary>
    public static async Task<ToolResult> RunAsync(
        string name, IEnumerable<string> arguments, string input = "", int stopAfterLines = 0, string? folder = null,
        TimeSpan? patience = null)
    {
        using var process = Start(name, arguments, folder);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        ended.CancelAfter(patience ?? UsualPatience);
        try
        {
            await GiveAsync(process, input, ended.Token);
            var errors = process.StandardError.ReadToEndAsync(ended.Token);
            if (stopAfterLines == 0)
            {
                var output = await process.StandardOutput.ReadToEndAsync(ended.Token);
                await process.WaitForExitAsync(ended.Token);
                return new ToolResult(process.ExitCode, output, await errors);
            }

            var lines = new List<string>();
            while (lines.Count < stopAfterLines && await process.StandardOutput.ReadLineAsync(ended.Token) is { } line) lines.Add(line);
            process.Kill();
            return new ToolResult(-1, string.Join('\n', lines) + "\n", await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    private static async Task GiveAsync(Process process, string input, CancellationToken cancellation)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already, without reading: what it says of that is what counts.
        }
    }

    /// <summary>Starts a tool with everything redirected.</summary>
    public static Process Start(string name, IEnumerable<string> arguments, string? folder = null)
    {
        var start = new ProcessStartInfo(name)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["ETCDCTL_API"] = "3";
        return Process.Start(start) ?? throw new InvalidOperationException($"{name} did not start");
    }
}
