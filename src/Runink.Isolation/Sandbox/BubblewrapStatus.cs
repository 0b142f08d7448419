using System.Text;
using System.Text.Json;
using Runink.Isolation.Processes;

namespace Runink.Isolation.Sandbox;

/// <summary>
/// What bubblewrap tells about a sandbox: a JSON object on each line. Read by the thread that started it, which waits for its end
/// anyway: to wait for each of the pieces in which they come by the pool of threads costs more than to read them.
/// </summary>
/// <param name="pipe">Where it tells.</param>
internal sealed class BubblewrapStatus(Stream pipe) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);
    private readonly StreamReader _lines = new(pipe, Encoding.UTF8);
    private ProcessHandle? _first;

    /// <summary>The first process of the sandbox, as the machine counts; null when there never was one.</summary>
    public int? FirstProcess { get; private set; }

    /// <summary>What the program returned; null when nobody lived to tell.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Waits until the sandbox has its first process, or has come to nothing. Blocks.</summary>
    public void AwaitFirstProcess()
    {
        while (FirstProcess is null && _lines.ReadLine() is { } line) FirstProcess = Number(line, "child-pid");
        if (FirstProcess is { } process) _first = ProcessHandle.Open(process);
    }

    /// <summary>
    /// Waits for the end of the sandbox. Blocks. The monitor ends a moment before the first process, with which everything is
    /// gone; to wait for that one as well is cheaper than to find the groups still in use.
    /// </summary>
    public void AwaitEnd()
    {
        while (_lines.ReadLine() is { } line) ExitCode ??= Number(line, "exit-code");
        _first?.AwaitEnd(Patience);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lines.Dispose();
        _first?.Dispose();
    }

    /// <summary>A number that a line tells; null when it tells something else.</summary>
    /// <param name="line">A line.</param>
    /// <param name="name"><c>child-pid</c> or <c>exit-code</c>.</param>
    public static int? Number(string line, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty(name, out var value)
                && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
                ? number
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
