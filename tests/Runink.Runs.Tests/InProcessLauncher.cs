using System.Text;
using Runink.Pipelines.Slices;
using Runink.Runs.Coordination;
using Runink.Runs.Tests.Slice;

namespace Runink.Runs.Tests;

/// <summary>Does the work of the fake slice right here, for tests that are about what comes after it.</summary>
internal sealed class InProcessLauncher : ISliceLauncher
{
    public Task<ISliceProcess> StartAsync(SliceAssignment assignment, string logFile, CancellationToken cancellation)
    {
        using var output = new StringWriter();
        var code = new FakeSlice(assignment, Script.Read(assignment.ProjectRoot), output).Run();
        return Task.FromResult<ISliceProcess>(new Ended(output.ToString(), new SliceExit(code, null)));
    }

    private sealed class Ended(string output, SliceExit exit) : ISliceProcess
    {
        public int ProcessId => 0;

        public Stream Events { get; } = new MemoryStream(Encoding.UTF8.GetBytes(output));

        public Task<SliceExit> Exit => Task.FromResult(exit);

        public void RequestStop()
        {
        }

        public void Kill()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
