using System.Globalization;
using Runink.Isolation.Cgroups;
using Runink.Isolation.Sandbox;

namespace Runink.Bench.Slices;

/// <summary>A program that does nothing, in Runink's sandbox with limits.</summary>
internal sealed class Sandboxes : IAsyncDisposable
{
    private readonly SandboxHost _host;
    private int _started;

    public Sandboxes(string directory) => _host = SandboxHost.Open(new() { StateDirectory = Path.Join(directory, "state") });

    public async Task<double?> RunAsync()
    {
        await using var process = await _host.StartAsync(new SandboxSpec
        {
            Name = new("bench", "run", string.Create(CultureInfo.InvariantCulture, $"slice-{Interlocked.Increment(ref _started)}")),
            Program = "/usr/bin/true",
            Limits = new ResourceLimits { MemoryBytes = 256 << 20, Processes = 64, Cpus = 1 },
        });
        process.StandardInput.Close();
        var exit = await process.Exit;
        return exit.Code == 0 ? null : throw new InvalidOperationException($"a sandbox ended with {exit.Code}");
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
