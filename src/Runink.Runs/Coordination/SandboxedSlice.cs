using System.IO.Pipelines;
using Runink.Isolation.Sandbox;

namespace Runink.Runs.Coordination;

/// <summary>A slice that a process in a sandbox works on.</summary>
internal sealed class SandboxedSlice : ISliceProcess
{
    private static readonly byte[] s_lineFeed = [(byte)'\n'];
    private static readonly byte[] s_finished = "{\"event\":\"finished\""u8.ToArray();
    private readonly EngineHost _host;
    private readonly Func<EngineHost, Task> _keep;
    private readonly Pipe _events = new();
    private readonly Task<bool> _passing;
    private bool _isStopped;
    private volatile bool _isKilled;

    /// <summary>Follows a process that is about to be assigned its work.</summary>
    /// <param name="host">The process.</param>
    /// <param name="keep">Takes it when it has done its work and is ready for more.</param>
    public SandboxedSlice(EngineHost host, Func<EngineHost, Task> keep)
    {
        (_host, _keep) = (host, keep);
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
    public void RequestStop()
    {
        _isStopped = true;
        _ = _host.StopAsync();
    }

    /// <inheritdoc/>
    public void Kill()
    {
        _isStopped = true;
        _isKilled = true;
        // Who reads may have stopped at a word that breaks the protocol. Its end must not wait for them to make room.
        _events.Writer.CancelPendingFlush();
        _host.Kill();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _events.Reader.CompleteAsync();
        if (_passing.IsCompletedSuccessfully && await _passing && !_isStopped && await _host.HasReadItsWorkAsync())
        {
            await _keep(_host);
            return;
        }

        try
        {
            await _host.DisposeAsync();
        }
        catch (SliceNotEndedException) when (Exit.IsFaulted)
        {
            // Its exit says so, and whoever lives may never close the pipe.
            return;
        }

        await _passing;
    }

    /// <summary>
    /// Passes on what it says, as fast as it is read, until it is ready for more or gone. True when it is ready and had finished: who is
    /// ready without a result is not to be trusted with more.
    /// </summary>
    private async Task<bool> PassAsync()
    {
        Exception? fault = null;
        var (isFinished, isReady) = (false, false);
        try
        {
            while (await _host.ReadAsync() is { } line)
            {
                isReady = _host.IsWholeLine && _host.IsReady(line);
                if (isReady) break;
                isFinished = line.Span.StartsWith(s_finished);
                await PassAsync(line);
                if (_host.IsWholeLine) await PassAsync(s_lineFeed);
            }
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            fault = failure;
        }

        await _events.Writer.CompleteAsync(fault);
        if (isReady && !isFinished) _host.Kill();
        return isReady && isFinished;
    }

    // What one says that was killed is read to its end and goes no further.
    private async ValueTask PassAsync(ReadOnlyMemory<byte> said)
    {
        if (!_isKilled) await _events.Writer.WriteAsync(said);
    }

    private async Task<SliceExit> ExitAsync()
    {
        // A process that the kernel does not end keeps its pipe open: nothing would tell the end of what it says.
        await Task.WhenAny(_passing, _host.Gone);
        if (_host.Gone.IsFaulted) await _host.Gone;
        if (await _passing) return new(0, null, _host.Usage);
        var exit = await _host.EndAsync();
        return new(exit.Code, exit.Signal, exit.Usage);
    }
}
