using System.Text;

namespace Runink.Runs.Coordination;

/// <summary>Reads what a process wrote last.</summary>
internal static class LogTail
{
    private const int ShownBytes = 4096;

    /// <summary>The last line of a log that has something on it, our own about the network left out; null when there is none.</summary>
    public static string? LastLine(string logFile)
    {
        var end = EndOf(logFile, ShownBytes);
        // A log that became too long has begun anew, maybe in the middle of a line.
        if (end.Length < ShownBytes) end = [.. EndOf(logFile + BoundedLog.OlderEnding, ShownBytes - end.Length), .. end];
        return Encoding.UTF8.GetString(end).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .LastOrDefault(line => !line.StartsWith(ProgramEgress.LineStart, StringComparison.Ordinal));
    }

    /// <summary>The last bytes of a file; none when it cannot be read.</summary>
    private static byte[] EndOf(string file, int most)
    {
        try
        {
            using var log = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[Math.Min(log.Length, most)];
            log.Seek(-bytes.Length, SeekOrigin.End);
            return bytes[..log.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
