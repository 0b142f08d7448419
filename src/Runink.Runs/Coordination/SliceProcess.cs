using System.Diagnostics;
using System.Text;
using Runink.Runs.Files;

namespace Runink.Runs.Coordination;

/// <summary>A slice that is a child process.</summary>
internal sealed class SliceProcess : ISliceProcess
{
    private const int Terminate = 15;

    // What .NET reports for a process that a signal killed: 128 and the signal's number.
    private const int SignalBase = 128;
    private const int HighestSignal = 64;
    private readonly Process _process;
    private readonly Task _log;
    private readonly Task _assigning;

    public SliceProcess(Process process, string? assignment, string logFile)
    {
        _process = process;
        _log = BoundedLog.PumpAsync(process.StandardError.BaseStream, logFile);
        _assigning = assignment is null ? Task.CompletedTask : AssignAsync(assignment);
        Exit = ExitAsync();
    }

    /// <inheritdoc/>
    public int ProcessId => _process.Id;

    /// <inheritdoc/>
    public Stream Events => _process.StandardOutput.BaseStream;

    /// <inheritdoc/>
    public Task<SliceExit> Exit { get; }

    /// <inheritdoc/>
    public void RequestStop()
    {
        if (_assigning.IsCompleted) CloseLifeline();
        if (!_process.HasExited) Posix.Signal(_process.Id, Terminate);
    }

    /// <inheritdoc/>
    public void Kill()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await Exit;
        _process.Dispose();
    }

    private async Task AssignAsync(string line)
    {
        try
        {
            await _process.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));
        }
        catch (IOException)
        {
            // It died before it had read everything; how it ended says why.
        }
    }

    private async Task<SliceExit> ExitAsync()
    {
        await _process.WaitForExitAsync();
        await Task.WhenAny(_log, Task.Delay(TimeSpan.FromSeconds(1)));
        var code = _process.ExitCode;
        return new(code, code > SignalBase && code <= SignalBase + HighestSignal ? code - SignalBase : null);
    }

    private void CloseLifeline()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone already.
        }
    }
}
