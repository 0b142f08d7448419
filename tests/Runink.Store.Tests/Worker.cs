using System.Diagnostics;

namespace Runink.Store.Tests;

/// <summary>A real process of Runink.Store.Tests.Worker, killed when let go.</summary>
public sealed class Worker : IDisposable
{
    private readonly Process _process;

    public Worker(params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Runink.Store.Tests.Worker");
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
    }

    /// <summary>The next line it prints, or null when it has ended.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken) =>
        await _process.StandardOutput.ReadLineAsync(cancellationToken);

    /// <summary>Kills it with SIGKILL; returns what it had printed but nobody had read.</summary>
    public async Task<(string Output, string Errors)> KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        var errors = _process.StandardError.ReadToEndAsync(cancellationToken);
        return (await _process.StandardOutput.ReadToEndAsync(cancellationToken), await errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }
}
