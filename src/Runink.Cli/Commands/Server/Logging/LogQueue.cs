using System.Collections.Concurrent;
using System.Globalization;

namespace Runink.Cli.Commands.Server.Logging;

/// <summary>
/// Writes lines on a thread of its own, so that a reader of the log that is slow or stuck never holds up the server. What does not
/// fit into the queue is dropped, and counted in the log once there is room again. Thread-safe.
/// </summary>
internal sealed class LogQueue : IDisposable
{
    private const int MostLines = 4096;
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly BlockingCollection<string> _lines = new(MostLines);
    private readonly TextWriter _writer;
    private readonly Thread _thread;
    private long _dropped;

    /// <summary>Begins to write.</summary>
    /// <param name="writer">Where to; used by the queue alone from now on.</param>
    public LogQueue(TextWriter writer)
    {
        _writer = writer;
        _thread = new Thread(Write) { Name = "log", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Adds a line, or drops it when the queue is full or at its end.</summary>
    public void Add(string line)
    {
        try
        {
            if (!_lines.TryAdd(line)) Interlocked.Increment(ref _dropped);
        }
        catch (InvalidOperationException)
        {
            // The queue has ended: the process is about to.
        }
    }

    /// <summary>Waits a moment for what is still queued.</summary>
    public void Dispose()
    {
        _lines.CompleteAdding();
        if (_thread.Join(LastWords)) _lines.Dispose();
    }

    private void Write()
    {
        try
        {
            foreach (var line in _lines.GetConsumingEnumerable())
            {
                _writer.WriteLine(line);
                if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
                    _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"({dropped} lines of the log were dropped: nobody read them)"));
            }
        }
        catch (IOException)
        {
            // Nobody will ever read this log. The server goes on; the queue fills up and drops.
        }
    }
}
