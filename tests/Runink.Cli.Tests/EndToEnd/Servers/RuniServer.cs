using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Runink.Cli.Tests.EndToEnd.Servers;

/// <summary>The real <c>runi server</c>, on a port that it chooses itself.</summary>
internal sealed partial class RuniServer : IServedStore
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringWriter _log = new(CultureInfo.InvariantCulture);
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RuniServer(Process process)
    {
        _process = process;
        process.StandardInput.Close();
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Url { get; private set; } = "";

    public string Log
    {
        get
        {
            lock (_log) return _log.ToString();
        }
    }

    /// <summary>Starts a server in plaintext, and waits until it says that it is ready.</summary>
    public static Task<RuniServer> StartAsync(string dataDirectory, params string[] more) =>
        StartWithAsync(["--insecure", "--data-dir", dataDirectory, .. Anywhere("http"), .. more]);

    /// <summary>Starts a server with these flags and no others.</summary>
    public static async Task<RuniServer> StartWithAsync(params string[] flags)
    {
        var server = new RuniServer(Process.Start(Runi.StartInfo(Environment.CurrentDirectory, ["server", .. flags]))!);
        try
        {
            server.Url = await server._ready.Task.WaitAsync(TimeLimit, TestContext.Current.CancellationToken);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Flags for a free port.</summary>
    public static string[] Anywhere(string scheme) =>
        ["--listen-client-urls", $"{scheme}://127.0.0.1:0", "--advertise-client-urls", $"{scheme}://127.0.0.1:0"];

    /// <summary>Runs <c>runi</c> against this server, with patience: how long an answer takes on a busy machine is not what is tested.</summary>
    public Outcome Ask(params string[] line) =>
        Runi.Run([.. line, "--endpoints", Url, .. line.Contains("--timeout") ? Array.Empty<string>() : ["--timeout", "60s"]]);

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Tells it to stop, and returns its exit code.</summary>
    public int Stop()
    {
        Signals.Send(_process.Id, Signal.Terminate);
        return WaitForEnd();
    }

    public int WaitForEnd()
    {
        Assert.True(_process.WaitForExit(TimeLimit), Log);
        _process.WaitForExit();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
        _log.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            _ready.TrySetException(new InvalidOperationException($"the server ended: {Log}"));
            return;
        }

        lock (_log) _log.WriteLine(line);
        if (Ready().Match(line) is { Success: true } match) _ready.TrySetResult(match.Groups["url"].Value);
    }

    [GeneratedRegex(@"ready to serve client requests on (?<url>https?://[^\s,""]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Ready();
}
