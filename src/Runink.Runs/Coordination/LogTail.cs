namespace Runink.Runs.Coordination;

/// <summary>Reads what a process wrote last.</summary>
internal static class LogTail
{
    private const int ShownBytes = 4096;

    /// <summary>The last line of a log that has something on it, our own about the network left out; null when there is none.</summary>
    public static string? LastLine(string logFile)
    {
        try
        {
            using var log = new FileStream(logFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            log.Seek(-Math.Min(log.Length, ShownBytes), SeekOrigin.End);
            return new StreamReader(log).ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .LastOrDefault(line => !line.StartsWith(ProgramEgress.LineStart, StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
