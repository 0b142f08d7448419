using System.Runtime.InteropServices;
using System.Text;
using Runink.Isolation.Cgroups;
using Runink.Isolation.Processes;

namespace Runink.Isolation.Sandbox;

/// <summary>
/// A process in a sandbox, and all that it starts there. Safe to use from several threads. Disposing kills it.
/// </summary>
public sealed class SandboxedProcess : IAsyncDisposable
{
    private const int LongestComplaint = 4096;
    private const int SignalBase = 128;
    private const int Unknown = 255;
    private readonly ChildProcess _child;
    private readonly SliceResources _slice;
    private readonly StandardPipes _pipes;
    private readonly bool _isPlain;
    private readonly bool _hasFiles;
    private readonly SemaphoreSlim _changing = new(1);

    private SandboxedProcess(
        ChildProcess child, SliceResources slice, StandardPipes pipes, int processId, BubblewrapStatus? status, bool hasFiles)
    {
        _child = child;
        _slice = slice;
        _pipes = pipes;
        _isPlain = status is null;
        _hasFiles = hasFiles;
        ProcessId = processId;
        Exit = ExitAsync(status);
    }

    /// <summary>
    /// The first process of the sandbox, as the machine counts; for a plain process the process itself. Nothing of the sandbox
    /// outlives it.
    /// </summary>
    public int ProcessId { get; }

    /// <summary>What it reads. Closing it is how it learns that there is no more.</summary>
    public Stream StandardInput => _pipes.Input;

    /// <summary>What it writes.</summary>
    public Stream StandardOutput => _pipes.Output;

    /// <summary>What it complains about. Must be read, or it waits when 64 KiB are full.</summary>
    public Stream StandardError => _pipes.Error;

    /// <summary>
    /// Completes when the process has ended, everything that it started has been killed, and nothing of it is left. Fails with
    /// a <see cref="SliceNotEndedException"/> if the kernel does not let it end within ten seconds; the next sweep tries again.
    /// </summary>
    public Task<SandboxExit> Exit { get; }

    /// <summary>What it has used so far; after the end, see <see cref="SandboxExit.Usage"/>.</summary>
    public ResourceUsage Usage() => _slice.Usage();

    /// <summary>Asks it to end, and kills all of it when the grace is over. Completes with its end.</summary>
    public async Task<SandboxExit> StopAsync(TimeSpan grace)
    {
        if (!Exit.IsCompleted)
        {
            Terminate();
            await Task.WhenAny(Exit, Task.Delay(grace));
            Kill();
        }

        return await Exit;
    }

    /// <summary>Kills all of it at once.</summary>
    public void Kill()
    {
        if (Exit.IsCompleted) return;
        _child.Signal(Posix.SignalKill);
        _slice.Cgroup.Kill();
    }

    /// <summary>
    /// Stops all of it where it is, or lets it go on. Does nothing where the machine gives no control groups.
    /// </summary>
    public void Freeze(bool frozen) => _slice.Cgroup.Freeze(frozen);

    /// <summary>
    /// Gives it files beneath <see cref="SandboxFiles.Root"/>, in place of those it had: a process that was told to wait can be
    /// given what it works on. Only once its program runs, since the sandbox may be incomplete before. When this completes,
    /// nobody can write any more to what was given before. What it has open for reading stays open.
    /// </summary>
    /// <exception cref="IsolationException">
    /// A file cannot be given, and the reason; the sandbox was not made to be given any; or it can still write to what it had,
    /// after which it must be ended.
    /// </exception>
    /// <exception cref="IOException">It has ended, or the kernel refuses.</exception>
    public async Task FurnishAsync(SandboxFiles files)
    {
        if (SandboxFilesCheck.Fault(files, SandboxFiles.Most) is { } fault)
            throw new IsolationException(fault, "correct the description of the slice's files");
        await ChangeAsync((furnishing, process) => furnishing.ReplaceAsync(process, files));
    }

    /// <summary>
    /// Makes it ready for another use: takes away its files beneath <see cref="SandboxFiles.Root"/> and what lies in its work
    /// directories, sets its limits, and lets <see cref="Usage"/> count from here. Its program must be at rest. It keeps its
    /// memory, its open files and its working directory, so it is for programs that are trusted to forget, and never for another
    /// herd. After a failure it must be ended.
    /// </summary>
    /// <exception cref="IsolationException">
    /// It still runs something else or has a file open, holds more memory than it may have now, or a limit cannot be set.
    /// </exception>
    /// <exception cref="IOException">It has ended, or the kernel refuses.</exception>
    public async Task RenewAsync(ResourceLimits limits)
    {
        if (limits.Fault() is { } fault) throw new IsolationException(fault, "correct the limits of the slice");
        await ChangeAsync(async (furnishing, process) =>
        {
            RefuseUnlessAtRest();
            await furnishing.ClearAsync(process, limits.WorkBytes);
            _slice.Renew(limits);
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        try
        {
            await Exit;
        }
        finally
        {
            _pipes.Dispose();
        }
    }

    /// <summary>Starts what is ready. When this completes, the sandbox exists or there is nothing of it.</summary>
    internal static async Task<SandboxedProcess> StartAsync(Launch launch, SliceResources slice, bool hasFiles)
    {
        var child = await ChildProcess.StartAsync(launch.Start);
        if (launch.Status is null) return new(child, slice, launch.Pipes, child.Id, null, hasFiles: false);
        if (launch.Status.FirstProcess is { } first)
            return new(child, slice, launch.Pipes, first, launch.Status, hasFiles);
        await child.Exit;
        var complaint = await ReadAsync(launch.Pipes.Error);
        throw new IsolationException($"a sandbox cannot be made: {complaint}", SandboxFault.Hint(complaint));
    }

    private static async Task<string> ReadAsync(Stream stream)
    {
        var buffer = new byte[LongestComplaint];
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(buffer, 0, read).Trim();
    }

    private async Task ChangeAsync(Func<Furnishing, SafeHandle, Task> change)
    {
        if (_slice.Furnishing is not { } furnishing || !_hasFiles)
            throw new IsolationException("this sandbox cannot be given files", "start it as Furnishable, by an agent that is root");
        await _changing.WaitAsync();
        try
        {
            using var process = Posix.OpenProcess(ProcessId, IsFirst) ?? throw new IOException("the slice has ended");
            await change(furnishing, process);
        }
        finally
        {
            _changing.Release();
        }
    }

    private void RefuseUnlessAtRest()
    {
        const string Another = "end it and start another";
        int[] programs = [.. Programs()];
        if (programs.Length != 1)
            throw new IsolationException($"the slice still runs {programs.Length - 1} processes besides its program", Another);
        if (ProcessTable.UsesFileBeneath(programs[0], SandboxFiles.Root))
            throw new IsolationException("the slice still has one of its files open", Another);
    }

    // All but the two processes that a sandbox has of its own. Without groups there is still the tree: the first of the sandbox
    // becomes the parent of what loses its own.
    private IEnumerable<int> Programs() => _slice.Cgroup.Directories.Count > 0
        ? _slice.Cgroup.Processes().Where(process => process != _child.Id && process != ProcessId)
        : ProcessTable.ChildrenOf(ProcessId).SelectMany(program => ProcessTable.ChildrenOf(program).Prepend(program));

    // The number is of the sandbox as long as its monitor, which is ours, has a child of that number.
    private bool IsFirst() => ProcessTable.ParentOf(ProcessId) == _child.Id && !_child.IsGone;

    // The first process of a sandbox is bubblewrap's, which passes no signal on; the program is its child.
    private void Terminate()
    {
        Freeze(frozen: false);
        if (_isPlain) _child.Signal(Posix.SignalTerminate);
        else ProcessTable.SignalChildren(ProcessId, Posix.SignalTerminate);
    }

    private async Task<SandboxExit> ExitAsync(BubblewrapStatus? status)
    {
        var returned = await _child.Exit;
        var told = status?.ExitCode;
        status?.Dispose();
        var usage = _slice.Usage();
        await _changing.WaitAsync();
        _changing.Release();
        await _slice.ReleaseAsync();

        // A sandbox that cannot be made ends by itself; one whose monitor was killed was there.
        var ran = told is not null || _isPlain || returned is null or > SignalBase;
        return new(told ?? returned ?? Unknown, ran, usage);
    }
}
