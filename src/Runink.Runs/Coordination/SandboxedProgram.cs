using Runink.Isolation.Sandbox;

namespace Runink.Runs.Coordination;

/// <summary>A program in a sandbox.</summary>
internal sealed class SandboxedProgram : ISliceProcess
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);
    private readonly SandboxedProcess _process;
    private readonly Task _log;

    public SandboxedProgram(SandboxedProcess process, string logFile)
    {
        _process = process;
        _process.StandardInput.Dispose();
        _log = BoundedLog.PumpAsync(process.StandardError, logFile);
        Exit = ExitAsync();
    }

    /// <inheritdoc/>
    public int ProcessId => _process.ProcessId;

    /// <inheritdoc/>
    public Stream Events => _process.StandardOutput;

    /// <inheritdoc/>
    public Task<SliceExit> Exit { get; }

    /// <inheritdoc/>
    public void RequestStop() => _ = _process.StopAsync(s_grace);

    /// <inheritdoc/>
    public void Kill() => _process.Kill();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _log;
    }

    private async Task<SliceExit> ExitAsync()
    {
        var exit = await _process.Exit;
        await _log;
        return new(exit.Code, exit.Signal, exit.Usage);
    }
}
