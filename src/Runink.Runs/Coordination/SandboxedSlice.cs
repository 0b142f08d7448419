using System.IO.Pipelines;

namespace Runink.Runs.Coordination;

/// <summary>A slice that a process in a sandbox works on.</summary>
internal sealed class SandboxedSlice : ISliceProcess
{
    private static readonly byte[] s_lineFeed = [(byte)'\n'];
    private readonly EngineHost _host;
    private readonly Pipe _events = new();
    private readonly Task _passing;

    /// <summary>Follows a process that is about to be assigned its work.</summary>
    public SandboxedSlice(EngineHost host)
    {
        _host = host;
        Events = _events.Reader.AsStream();
        _passing = PassAsync();
        Exit = ExitAsync();
    }

    /// <inheritdoc/>
    public int ProcessId => _host.ProcessId;

    /// <inheritdoc/>
    public Stream Events { get; }

    /// <inheritdoc/>
    public Task<SliceExit> Exit { get; }

    /// <inheritdoc/>
    public void RequestStop() => _ = _host.StopAsync();

    /// <inheritdoc/>
    public void Kill() => _host.Kill();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _events.Reader.CompleteAsync();
        await _passing;
    }

    /// <summary>Passes on what it says, as fast as it is read.</summary>
    private async Task PassAsync()
    {
        Exception? fault = null;
        try
        {
            while (await _host.ReadAsync() is { } line)
            {
                await _events.Writer.WriteAsync(line);
                if (_host.IsWholeLine) await _events.Writer.WriteAsync(s_lineFeed);
            }
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            fault = failure;
        }

        await _events.Writer.CompleteAsync(fault);
    }

    private async Task<SliceExit> ExitAsync()
    {
        var exit = await _host.EndAsync();
        return new(exit.Code, exit.Signal, exit.Usage);
    }
}
