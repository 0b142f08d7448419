using Runink.Isolation.Sandbox;

namespace Runink.Runs.Coordination;

/// <summary>A program in a sandbox.</summary>
internal sealed class SandboxedProgram : ISliceProcess
{
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);
    private readonly SandboxedProcess _process;
    private readonly BoundedLog _log;
    private readonly ProgramEgress? _egress;
    private readonly Task _pump;

    /// <summary>A program that was started; log and way into the network belong to it from now on.</summary>
    public SandboxedProgram(SandboxedProcess process, BoundedLog log, ProgramEgress? egress)
    {
        (_process, _log, _egress) = (process, log, egress);
        _process.StandardInput.Dispose();
        _pump = log.PumpAsync(process.StandardError);
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
        try
        {
            await _process.DisposeAsync();
            await Exit;
        }
        catch (SliceNotEndedException)
        {
            // Its exit says so.
        }
    }

    private async Task<SliceExit> ExitAsync()
    {
        SandboxExit exit;
        try
        {
            exit = await _process.Exit;
            await _pump;
        }
        finally
        {
            // A connection counts when it has ended: those that the program left open end here, before it is asked what there were.
            if (_egress is not null) await _egress.DisposeAsync();
            _log.Dispose();
        }

        return new(exit.Code, exit.Signal, exit.Usage) { Network = _egress?.Usage };
    }
}
