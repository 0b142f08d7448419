using Runink.Isolation.Sandbox;

namespace Runink.Isolation.Tests;

/// <summary>What a sandbox wrote and how it ended.</summary>
internal sealed record SandboxResult(SandboxExit Exit, string Output, string Error);

/// <summary>An agent on this machine with state, users and directories of its own.</summary>
internal sealed class TestAgent : IAsyncDisposable
{
    private static int _ranges;

    private TestAgent(TemporaryDirectory directory, SandboxHostOptions options)
    {
        Directory = directory;
        Host = SandboxHost.Open(options);
        Options = options;
    }

    public TemporaryDirectory Directory { get; }

    public SandboxHostOptions Options { get; }

    public SandboxHost Host { get; }

    /// <summary>Opens one; where the machine cannot, the test is skipped, and fails in CI.</summary>
    public static TestAgent Open(IsolationDriver driver = IsolationDriver.Bubblewrap)
    {
        Needs.Met(Environment.UserName == "root", "this needs root");
        Needs.Bubblewrap();
        Needs.Met(System.IO.Directory.Exists("/sys/fs/cgroup"), "this needs control groups: mount /sys/fs/cgroup");
        var directory = new TemporaryDirectory();
        return new(directory, new()
        {
            StateDirectory = Path.Join(directory.Path, "state"),
            UidDirectory = Path.Join(directory.Path, "uids"),
            Uids = FreshRange(),
            Driver = driver,
        });
    }

    /// <summary>Users that no other test of this machine has, also not one in another process.</summary>
    public static UidRange FreshRange() =>
        new(1_910_000_000 + (uint)((Environment.ProcessId % 200_000) * 1024 + (Interlocked.Increment(ref _ranges) % 64 * 16)), 16);

    /// <summary>A script of the shell in a sandbox.</summary>
    public static SandboxSpec Shell(string script) => new()
    {
        Name = new("herd", $"run-{Environment.ProcessId}", "slice"),
        Program = "/bin/sh",
        Arguments = ["-c", script],
        Limits = new() { MemoryBytes = 256L << 20, Processes = 64 },
    };

    public async Task<SandboxResult> RunAsync(SandboxSpec spec)
    {
        await using var process = await Host.StartAsync(spec);
        process.StandardInput.Close();
        var output = ReadAsync(process.StandardOutput);
        var error = ReadAsync(process.StandardError);
        return new(await process.Exit, await output, await error);
    }

    public Task<SandboxResult> RunAsync(string script) => RunAsync(Shell(script));

    /// <summary>The lines that a script wrote, which must have done well.</summary>
    public async Task<string[]> LinesAsync(SandboxSpec spec)
    {
        var result = await RunAsync(spec);
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.Exit.Code);
        return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public Task<string[]> LinesAsync(string script) => LinesAsync(Shell(script));

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Directory.Dispose();
    }

    private static async Task<string> ReadAsync(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
