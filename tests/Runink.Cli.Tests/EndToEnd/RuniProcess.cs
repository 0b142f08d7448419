using System.Diagnostics;
using System.Globalization;

namespace Runink.Cli.Tests.EndToEnd;

/// <summary>
/// A <c>runi</c> that is watched and struck while it works. It leads a process group of its own, so that a signal to the group
/// reaches it and its slices at one moment, and nothing else: only what was started here can be hit.
/// </summary>
internal sealed class RuniProcess : IDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;
    private readonly StringWriter _errorSoFar = new(CultureInfo.InvariantCulture);

    private RuniProcess(Process process)
    {
        _process = process;
        process.StandardInput.Close();
        _output = process.StandardOutput.ReadToEndAsync();
        _error = CollectErrorAsync();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>What it wrote to standard error until now.</summary>
    public string ErrorSoFar
    {
        get
        {
            lock (_errorSoFar) return _errorSoFar.ToString();
        }
    }

    public static RuniProcess Start(string directory, params string[] args)
    {
        var start = Runi.StartInfo(directory, [Runi.Path, .. args]);
        start.FileName = "setsid";
        return new(Process.Start(start)!);
    }

    /// <summary>The slice that it has now, or null.</summary>
    public int? Slice() => ProcessTable.SlicesUnder(Id).Select(id => (int?)id).FirstOrDefault();

    /// <summary>Waits until it has a slice; null when it ended without one being seen.</summary>
    public int? AwaitSlice() => Wait.Until(() => Slice(), orWhen: () => HasExited);

    /// <summary>Waits until it has a slice without files; null when it ended without one being seen.</summary>
    public int? AwaitIdleSlice() => Wait.Until(
        () => ProcessTable.SlicesUnder(Id).Where(ProcessTable.IsIdle).Select(id => (int?)id).FirstOrDefault(), orWhen: () => HasExited);

    /// <summary>Lets it work for so long, or until it ends.</summary>
    public void AwaitEnd(TimeSpan atMost) => _process.WaitForExit(atMost);

    /// <summary>Sends a signal to it alone.</summary>
    public void Signal(Signal signal) => Signals.Send(Id, signal);

    /// <summary>Sends a signal to it and its slices at once.</summary>
    public void SignalAll(Signal signal) => Signals.SendToGroup(Id, signal);

    public async Task<Outcome> EndAsync()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await _process.WaitForExitAsync(cancellation).WaitAsync(TimeLimit, cancellation);
        return new(_process.ExitCode, await _output.WaitAsync(TimeLimit, cancellation), await _error.WaitAsync(TimeLimit, cancellation));
    }

    public void Dispose()
    {
        if (!_process.HasExited) SignalAll(EndToEnd.Signal.Kill);
        _process.Dispose();
        _errorSoFar.Dispose();
    }

    private async Task<string> CollectErrorAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_errorSoFar) _errorSoFar.WriteLine(line);
        }

        return ErrorSoFar;
    }
}
