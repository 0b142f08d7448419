using System.IO.Pipelines;
using Runink.Pipelines.Slices;
using Runink.Runs.Coordination;

namespace Runink.Runs.Tests.Coordination;

/// <summary>Starts slices and programs that do nothing until they are stopped, as who waits at a pipe does.</summary>
internal sealed class WaitingSlices : ISliceLauncher, IProgramLauncher
{
    private int _running;

    /// <summary>How many were started and not stopped.</summary>
    public int Running => Volatile.Read(ref _running);

    public Task<ISliceProcess> StartAsync(SliceAssignment assignment, string logFile, CancellationToken cancellation) => Start();

    public Task<ISliceProcess> StartAsync(ProgramStart program, string logFile) => Start();

    private Task<ISliceProcess> Start()
    {
        Interlocked.Increment(ref _running);
        return Task.FromResult<ISliceProcess>(new Waiting(this));
    }

    private sealed class Waiting(WaitingSlices owner) : ISliceProcess
    {
        private readonly Pipe _events = new();
        private readonly TaskCompletionSource<SliceExit> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int ProcessId => Environment.ProcessId;

        public Stream Events => _events.Reader.AsStream();

        public Task<SliceExit> Exit => _exit.Task;

        public void RequestStop()
        {
            if (!_exit.TrySetResult(new SliceExit(1, null))) return;
            _events.Writer.Complete();
            Interlocked.Decrement(ref owner._running);
        }

        public void Kill() => RequestStop();

        public ValueTask DisposeAsync()
        {
            Kill();
            return ValueTask.CompletedTask;
        }
    }
}
