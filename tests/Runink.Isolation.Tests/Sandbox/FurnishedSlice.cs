using Runink.Isolation.Sandbox;

namespace Runink.Isolation.Tests.Sandbox;

/// <summary>A slice that waits for its files, and does a line of the shell, or of Python, for each time that it is asked.</summary>
internal sealed class FurnishedSlice : IAsyncDisposable
{
    private const string Loop = "echo ready; while read -r line; do eval \"$line\" 2>&1; echo done; done";

    private const string PythonLoop = """
        import sys, traceback
        print('ready', flush=True)
        for line in sys.stdin:
            try: exec(line)
            except Exception: traceback.print_exc(file=sys.stdout)
            print('done', flush=True)
        """;

    private readonly StreamReader _output;

    private FurnishedSlice(SandboxedProcess process)
    {
        Process = process;
        _output = new(process.StandardOutput);
    }

    public SandboxedProcess Process { get; }

    public static Task<FurnishedSlice> StartAsync(TestAgent agent, SandboxSpec? spec = null)
    {
        var shell = TestAgent.Shell(Loop);
        return StartAsync(agent.Host.StartAsync((spec ?? shell with { Furnishable = true }) with { Arguments = shell.Arguments }));
    }

    public static Task<FurnishedSlice> StartInPythonAsync(TestAgent agent)
    {
        Needs.Program("python3", "python3");
        return StartAsync(agent.Host.StartAsync(
            TestAgent.Shell("") with { Program = Needs.Find("python3")!, Arguments = ["-c", PythonLoop], Furnishable = true }));
    }

    private static async Task<FurnishedSlice> StartAsync(Task<SandboxedProcess> starting)
    {
        var process = await starting;
        var slice = new FurnishedSlice(process);
        Assert.Equal("ready", await slice._output.ReadLineAsync(TestContext.Current.CancellationToken));
        return slice;
    }

    /// <summary>What a script of one line writes, with what it complains about.</summary>
    public async Task<string[]> AskAsync(string script)
    {
        await Process.StandardInput.WriteAsync(System.Text.Encoding.UTF8.GetBytes(script + '\n'), TestContext.Current.CancellationToken);
        var lines = new List<string>();
        while (await _output.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && line != "done") lines.Add(line);
        return [.. lines];
    }

    public ValueTask DisposeAsync()
    {
        _output.Dispose();
        return Process.DisposeAsync();
    }
}
