using System.Text;
using System.Text.Json;
using Runink.Isolation;
using Runink.Isolation.Cgroups;
using Runink.Isolation.Sandbox;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Runs.Files;

namespace Runink.Runs.Coordination;

/// <summary>
/// A process of ours in a sandbox, that waits for an assignment or works on one. Used by one thread at a time; <see cref="Kill"/> and
/// <see cref="StopAsync"/> by any.
/// </summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_mostToEnd = TimeSpan.FromSeconds(10);
    private static readonly byte[] s_ready = "{\"event\":\"ready\""u8.ToArray();
    private readonly SandboxedProcess _process;
    private readonly BoundedLineReader _lines;
    private readonly Task _log;
    private volatile string _logFile;
    private Task _assigning = Task.CompletedTask;

    private EngineHost(SandboxedProcess process, string logFile)
    {
        _process = process;
        _lines = new BoundedLineReader(process.StandardOutput, SliceReport.LongestEvent);
        _logFile = logFile;
        _log = BoundedLog.PumpAsync(process.StandardError, () => _logFile);
    }

    /// <summary>The first process of its sandbox, as the machine counts.</summary>
    public int ProcessId => _process.ProcessId;

    /// <summary>What it has used so far.</summary>
    public ResourceUsage Usage => _process.Usage();

    /// <summary>Bytes of memory that it held when it was last ready for work.</summary>
    public long ResidentBytes { get; private set; }

    /// <summary>The build that it says it is of; null when it did not say.</summary>
    public string? Build { get; private set; }

    /// <summary>Starts one and waits until it can be given files and work.</summary>
    /// <exception cref="IsolationException">There can be no such sandbox.</exception>
    /// <exception cref="IOException">The process did not come up.</exception>
    public static async Task<EngineHost> StartAsync(SandboxHost sandboxes, SandboxSpec spec, string logFile, CancellationToken cancellation)
    {
        var host = new EngineHost(await sandboxes.StartAsync(spec), logFile);
        try
        {
            await host.AwaitReadyAsync(cancellation);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives it files beneath <see cref="SandboxFiles.Root"/>.</summary>
    /// <param name="files">The files, in place of those that it had.</param>
    /// <param name="logFile">Gets what it complains about from now on.</param>
    /// <exception cref="SliceEndedEarlyException">It has ended by itself, or somebody has killed it.</exception>
    /// <exception cref="IsolationException">A file cannot be given.</exception>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public async Task FurnishAsync(SandboxFiles files, string logFile)
    {
        _logFile = logFile;
        try
        {
            await _process.FurnishAsync(files);
        }
        catch (IOException)
        {
            // The kernel has several words for a process that goes while its mounts are changed.
            if (!await EndsSoonAsync()) throw;
            throw EndedEarly(await EndAsync(), "before it had its files");
        }
    }

    /// <summary>Takes away the files that it had.</summary>
    /// <exception cref="IsolationException">It can still write to them.</exception>
    /// <exception cref="IOException">It has ended, or the kernel refuses.</exception>
    public Task ClearAsync() => _process.FurnishAsync(new SandboxFiles());

    /// <summary>Makes it as good as new for the next work: no files, other limits, usage counted from here.</summary>
    public Task RenewAsync(ResourceLimits limits) => _process.RenewAsync(limits);

    /// <summary>
    /// Gives it work. What it says is read by <see cref="ReadAsync"/> at the same time, and what it complains about is in the log. Nobody
    /// waits until it has read its work: whoever waits for what it says has a timeout, and can be told to stop.
    /// </summary>
    public void Assign(SliceAssignment assignment, string logFile)
    {
        _logFile = logFile;
        _assigning = WriteAsync(Encoding.UTF8.GetBytes(PlanJson.Write(assignment) + "\n"));
    }

    /// <summary>Whether it has read all of its work, or does so soon. Who has not cannot have done it.</summary>
    public async Task<bool> HasReadItsWorkAsync()
    {
        if (!_assigning.IsCompleted) await Task.WhenAny(_assigning, Task.Delay(s_grace));
        return _assigning.IsCompleted;
    }

    /// <summary>The next line that it says; null when it will say no more.</summary>
    /// <exception cref="InvalidDataException">The line is longer than an event may be.</exception>
    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync() => _lines.ReadAsync();

    /// <summary>Whether the line read last ended as lines do.</summary>
    public bool IsWholeLine => _lines.Terminated;

    /// <summary>Whether a line says that it is ready for work.</summary>
    public bool IsReady(ReadOnlyMemory<byte> line)
    {
        if (!line.Span.StartsWith(s_ready)) return false;
        try
        {
            var ready = PlanJson.Read<SliceReady>(Encoding.UTF8.GetString(line.Span));
            (ResidentBytes, Build) = (ready.ResidentBytes, ready.Build);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Completes when its processes have ended, before all that they said is read; fails when the kernel does not end them.</summary>
    public Task Gone => _process.Exit;

    /// <summary>Completes when nothing of it is left.</summary>
    /// <exception cref="SliceNotEndedException">The kernel does not end it.</exception>
    public async Task<SandboxExit> EndAsync()
    {
        var exit = await _process.Exit;
        await _log;
        await _assigning;
        return exit;
    }

    /// <summary>Asks it to stop, and ends it soon.</summary>
    public Task StopAsync() => _process.StopAsync(s_grace);

    /// <summary>Ends it at once.</summary>
    public void Kill() => _process.Kill();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        try
        {
            // Its pipes go with it: what it complained about last is read before.
            await EndAsync();
        }
        finally
        {
            await _process.DisposeAsync();
        }
    }

    private async Task WriteAsync(byte[] line)
    {
        try
        {
            await _process.StandardInput.WriteAsync(line);
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It died before it had read everything; how it ended says why.
        }
    }

    private async Task<bool> EndsSoonAsync()
    {
        try
        {
            await _process.Exit.WaitAsync(s_mostToEnd);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task AwaitReadyAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(s_patience);
        try
        {
            var line = await _lines.ReadAsync(patience.Token);
            if (line is { } said && IsReady(said)) return;
            if (line is not null) throw new IOException("the process that was to become a slice said something else than that it is ready");
        }
        catch (Exception late) when (patience.IsCancellationRequested && late is (OperationCanceledException or IOException))
        {
            // A read of a pipe that is cancelled may as well say that it failed, with the kernel's "Operation canceled".
            cancellation.ThrowIfCancellationRequested();
            throw new IOException($"the slice was not ready within {s_patience.TotalSeconds:0} seconds", late);
        }
        catch (InvalidDataException tooLong)
        {
            throw new IOException(tooLong.Message, tooLong);
        }

        var exit = await EndAsync();
        if (exit.Ran) throw EndedEarly(exit, "before it was ready");
        var complaint = LogTail.LastLine(_logFile) ?? "";
        throw new IsolationException($"a sandbox cannot be made: {complaint}", SandboxFault.Hint(complaint));
    }

    private SliceEndedEarlyException EndedEarly(SandboxExit exit, string when)
    {
        var complaint = LogTail.LastLine(_logFile) ?? "";
        return new(
            new(exit.Code, exit.Signal, exit.Usage), $"the slice ended with code {exit.Code} {when}{(complaint.Length == 0 ? "" : $": {complaint}")}");
    }
}
