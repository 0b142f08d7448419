using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Runink.Runs.Coordination;

namespace Runink.Bench.Slices;

/// <summary>Real slices of the published program: as plain processes, and in sandboxes as <c>runi run</c> starts them.</summary>
internal sealed class RealSlices : IAsyncDisposable
{
    private readonly SliceWork _work;
    private readonly ProcessSliceLauncher _plain;
    private readonly string _log;
    private readonly RunSandboxes _warm;
    private readonly RunSandboxes _cold;

    public RealSlices(string directory, string runi)
    {
        _work = new SliceWork(Path.Combine(directory, "project"));
        _log = Path.Combine(directory, "slice.log");
        var assembly = $"{runi}.dll";
        var program = RuniProgram.Of(runi, File.Exists(assembly) ? assembly : null, Path.GetDirectoryName(runi)!, RuntimeEnvironment.GetRuntimeDirectory());
        var slice = program.ForSlices();
        _plain = new ProcessSliceLauncher(slice.Executable, slice.Arguments);
        _warm = RunSandboxes.Open(_work.Project, program);
        _cold = RunSandboxes.Open(_work.Project, program, mostWarm: 0);
    }

    /// <summary>Starts steps of one's own.</summary>
    public IProgramLauncher Programs => _warm.Programs;

    /// <summary>A plain process.</summary>
    public Task<double?> PlainAsync() => RunAsync(_plain);

    /// <summary>In a sandbox, from nothing to nothing: the process does not stay for another one.</summary>
    public Task<double?> ColdAsync() => RunAsync(_cold.Slices);

    /// <summary>In a sandbox whose process has done such work before.</summary>
    public Task<double?> WarmAsync() => RunAsync(_warm.Slices);

    public async ValueTask DisposeAsync()
    {
        await _warm.DisposeAsync();
        await _cold.DisposeAsync();
    }

    private async Task<double?> RunAsync(ISliceLauncher launcher)
    {
        var assignment = _work.Next();
        var began = Stopwatch.GetTimestamp();
        double? first = null;
        var reading = Task.Factory.StartNew(
            () => SliceWork.Read(assignment, () => first = Stopwatch.GetElapsedTime(began).TotalMilliseconds),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await using (var process = await launcher.StartAsync(assignment, _log, CancellationToken.None))
        {
            var said = await new StreamReader(process.Events, Encoding.UTF8).ReadToEndAsync();
            var exit = await process.Exit;
            if (exit.Code != 0 || !said.Contains("\"event\":\"finished\"", StringComparison.Ordinal))
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"a slice ended with {exit.Code}: {said}\n{File.ReadAllText(_log)}"));
        }

        await reading;
        SliceWork.Remove(assignment);
        return first;
    }
}
