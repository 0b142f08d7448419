using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Runink.Isolation.Processes;

/// <summary>
/// A child process and the thread that started it. The thread waits for the end of the child: the kernel's signal at a parent's
/// death, which ends sandboxes, is sent when the thread dies that started them, not the process. A child with mounts of its own
/// has a second thread for those.
/// </summary>
internal sealed partial class ChildProcess
{
    private const int ByProcess = 1;
    private const int Exited = 4;
    private const int LeaveWaitable = 0x1000000;
    private const int Interrupted = 4;
    private const int StatusBytes = 128;
    private const int StackBytes = 512 << 10;
    private readonly TaskCompletionSource<int?> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private bool _gone;

    private ChildProcess(int id) => Id = id;

    /// <summary>Its number, as this process counts.</summary>
    public int Id { get; }

    /// <summary>
    /// Completes when it has ended, with what it returned, or 128 and the number of the signal that killed it. Null when
    /// somebody else in this process has taken the answer.
    /// </summary>
    public Task<int?> Exit => _exit.Task;

    /// <summary>Whether it has ended and its number may be another's.</summary>
    public bool IsGone
    {
        get
        {
            lock (_gate) return _gone;
        }
    }

    /// <summary>Starts a program. The descriptors may be closed once <see cref="ProcessStart.Started"/> is called.</summary>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static Task<ChildProcess> StartAsync(ProcessStart start)
    {
        var started = new TaskCompletionSource<ChildProcess>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Live(start, started), StackBytes) { IsBackground = true, Name = "slice" }.Start();
        return started.Task;
    }

    /// <summary>Sends a signal, unless it has ended already.</summary>
    public void Signal(int signal)
    {
        lock (_gate)
        {
            if (!_gone) Posix.Signal(Id, signal);
        }
    }

    private static void Live(ProcessStart start, TaskCompletionSource<ChildProcess> started)
    {
        ChildProcess child;
        try
        {
            child = new(start.Mounts is { } mounts ? StartApart(start, mounts) : PosixSpawn.Start(start));
        }
        catch (Exception failure)
        {
            started.SetException(failure);
            return;
        }

        try
        {
            start.Started?.Invoke();
            started.SetResult(child);
            start.Attend?.Invoke();
        }
        catch (IOException failure)
        {
            started.TrySetException(failure);
        }

        child.AwaitEnd();
    }

    // A thread inherits the mounts of the one that starts it, and whoever completes a task may start one of the pool, which then
    // serves everybody. So a thread that does nothing else takes the mounts, starts the program, and stays until it ends.
    private static int StartApart(ProcessStart start, PrivateMounts mounts)
    {
        var known = new ManualResetEventSlim();
        var id = 0;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                mounts.Mount();
                id = PosixSpawn.Start(start);
            }
            catch (Exception cause)
            {
                failure = ExceptionDispatchInfo.Capture(cause);
            }

            known.Set();
            if (failure is null) AwaitDeath(id);
        }, StackBytes)
        {
            IsBackground = true,
            Name = "slice mounts",
        };
        thread.Start();
        known.Wait();
        failure?.Throw();
        return id;
    }

    // Leaves its number to it.
    private static void AwaitDeath(int id)
    {
        Span<byte> status = stackalloc byte[StatusBytes];
        while (WaitId(ByProcess, id, status, Exited | LeaveWaitable) != 0 && Marshal.GetLastPInvokeError() == Interrupted)
        {
        }
    }

    private void AwaitEnd()
    {
        // Only then take its number away from it, so that nobody signals a stranger that gets the number next.
        AwaitDeath(Id);
        int code;
        bool known;
        lock (_gate)
        {
            known = Wait(Id, out code, 0) == Id;
            _gone = true;
        }

        _exit.SetResult(known ? ExitCode(code) : null);
    }

    private static int ExitCode(int status) => (status & 0x7F) == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F);

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    private static partial int WaitId(int type, int id, Span<byte> status, int options);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int Wait(int id, out int status, int options);
}
