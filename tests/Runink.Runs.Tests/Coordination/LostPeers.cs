using System.IO.Pipelines;
using System.Text;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;
using Runink.Runs.Coordination;

namespace Runink.Runs.Tests.Coordination;

/// <summary>Starts slices that fail: one at once, since it lost another, and that one for its own reason, but not before the first is gone.</summary>
/// <param name="reader">Index of the slice that fails first.</param>
internal sealed class LostPeers(int reader) : ISliceLauncher
{
    public const string Reason = "a value does not fit";

    private readonly TaskCompletionSource _readerIsGone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<ISliceProcess> StartAsync(SliceAssignment assignment, string logFile, CancellationToken cancellation)
    {
        var failed = new SliceFailed("R5310", Reason, Hint: null, ExitCodes.WorkFailed, Retryable: false);
        return Task.FromResult<ISliceProcess>(assignment.Share!.Index == reader
            ? new Failing(failed with { Message = "its writer is gone", LostPeer = true }, Task.CompletedTask, _readerIsGone.SetResult)
            : new Failing(failed, _readerIsGone.Task, () => { }));
    }

    private sealed class Failing : ISliceProcess
    {
        private readonly Pipe _events = new();
        private readonly TaskCompletionSource<SliceExit> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Action _disposed;
        private int _ended;

        public Failing(SliceFailed failed, Task since, Action disposed)
        {
            _disposed = disposed;
            Events = _events.Reader.AsStream();
            _ = FailAsync(failed, since);
        }

        public int ProcessId => Environment.ProcessId;

        public Stream Events { get; }

        public Task<SliceExit> Exit => _exit.Task;

        public void RequestStop()
        {
            if (Interlocked.Exchange(ref _ended, 1) != 0) return;
            _events.Writer.Complete();
            _exit.SetResult(new SliceExit(ExitCodes.Interrupted, null));
        }

        public void Kill() => RequestStop();

        public ValueTask DisposeAsync()
        {
            Kill();
            _disposed();
            return ValueTask.CompletedTask;
        }

        private async Task FailAsync(SliceFailed failed, Task since)
        {
            await since;
            // As a process does: its words come before its end.
            if (Interlocked.Exchange(ref _ended, 1) != 0) return;
            await _events.Writer.WriteAsync(Encoding.UTF8.GetBytes(PlanJson.Write<SliceEvent>(failed) + "\n"));
            await _events.Writer.CompleteAsync();
            _exit.SetResult(new SliceExit(failed.ExitCode, null));
        }
    }
}
