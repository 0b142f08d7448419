using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Win32.SafeHandles;

namespace Runink.Bench.Edges;

/// <summary>A second process that reads what is written into its standard input, which is a pipe of a mebibyte.</summary>
internal sealed partial class Pipe : IDisposable
{
    /// <summary>What is moved before the clock runs, so that neither compiler nor first pages are measured.</summary>
    internal const long WarmBytes = 256L << 20;

    private const int SetPipeSize = 1031;
    private readonly Process _reader;

    internal Pipe(string[] arguments)
    {
        _reader = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["--role", "reader", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
    }

    /// <summary>Runs both passes; measured from the first byte of the second until the reader has said that it has all.</summary>
    internal string Measure(string what, string data, Action<Stream> warm, Func<Stream, (long Rows, long Bytes)> write)
    {
        var end = (AnonymousPipeClientStream)_reader.StandardInput.BaseStream;
        using var input = new FileStream(
            new SafeFileHandle(end.SafePipeHandle.DangerousGetHandle(), ownsHandle: false), FileAccess.Write, bufferSize: 0);
        warm(input);
        Answer();
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var (rows, bytes) = write(input);
        var answer = Answer();
        var seconds = clock.Elapsed.TotalSeconds;
        var used = Process.GetCurrentProcess().TotalProcessorTime - processor;
        return Result(what, data, rows, bytes, seconds, used.TotalSeconds, answer);
    }

    internal static string Result(
        string what, string data, long rows, long bytes, double seconds, double processorSeconds, JsonNode? reader) => new JsonObject
        {
            ["case"] = what,
            ["data"] = data,
            ["rows"] = rows,
            ["bytes"] = bytes,
            ["seconds"] = Math.Round(seconds, 4),
            ["processorSeconds"] = Math.Round(processorSeconds, 4),
            ["peakBytes"] = Peak(),
            ["reader"] = reader,
        }.ToJsonString();

    /// <summary>The reader's end.</summary>
    internal static Stream OpenInput()
    {
        if (fcntl(0, SetPipeSize, 1 << 20) < 0) throw new InvalidOperationException("the pipe does not grow");
        return new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
    }

    /// <summary>The most memory that this process ever held.</summary>
    internal static long Peak() => Process.GetCurrentProcess().PeakWorkingSet64;

    public void Dispose()
    {
        _reader.StandardInput.Close();
        _reader.WaitForExit();
        _reader.Dispose();
    }

    private JsonNode Answer() =>
        JsonNode.Parse(_reader.StandardOutput.ReadLine() ?? throw new JsonException("the reader failed"))!;

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(int descriptor, int command, int argument);
}
