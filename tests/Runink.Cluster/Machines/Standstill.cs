using System.Diagnostics;
using System.Globalization;

namespace Runink.Cluster;

/// <summary>
/// Watches for times in which a processor of this machine does not run at all, until it is disposed of. Timers of a few tenths of a second
/// cannot tell such a time from a member that died.
/// </summary>
internal sealed class Standstill : IDisposable
{
    private const int LeastMilliseconds = 20;

    private readonly Lock _gate = new();
    private readonly Process _program;
    private long _longest;

    public Standstill(string program)
    {
        _program = Process.Start(new ProcessStartInfo(program, [LeastMilliseconds.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        _program.OutputDataReceived += (_, line) => Hear(line.Data);
        _program.BeginOutputReadLine();
    }

    /// <summary>The longest since the last question, in milliseconds, 0 if all were shorter than can be told; null where nobody may watch.</summary>
    public long? Longest()
    {
        lock (_gate)
        {
            var longest = _longest;
            _longest = 0;
            return _program.HasExited ? null : longest;
        }
    }

    public void Dispose()
    {
        _program.StandardInput.Close();
        _program.WaitForExit();
        _program.Dispose();
    }

    private void Hear(string? line)
    {
        if (!long.TryParse(line, CultureInfo.InvariantCulture, out var late)) return;
        lock (_gate) _longest = Math.Max(_longest, late);
    }
}
