namespace Runink.Runs.Coordination;

/// <summary>
/// Writes what a slice says on standard error to a file that cannot fill the disk: at half the limit the file becomes
/// <c>FILE.1</c> and a new one begins, so that the newest lines are always there.
/// </summary>
internal static class BoundedLog
{
    /// <summary>Bytes that the two files of a log hold together at most.</summary>
    public const long LimitBytes = 64L << 20;

    private const int BufferBytes = 16 << 10;

    /// <summary>Drains a stream until it ends. What cannot be written is dropped: a full disk must not block the slice.</summary>
    public static Task PumpAsync(Stream from, string file, long limit = LimitBytes) => PumpAsync(from, () => file, limit);

    /// <summary>The same into one file after the other: what is read goes into the one that is named then.</summary>
    public static async Task PumpAsync(Stream from, Func<string> fileOf, long limit = LimitBytes)
    {
        var buffer = new byte[BufferBytes];
        var file = fileOf();
        var log = Open(file);
        try
        {
            while (await from.ReadAsync(buffer) is > 0 and var read)
            {
                if (fileOf() is var now && now != file)
                {
                    log?.Dispose();
                    (file, log) = (now, Open(now));
                }

                log = Append(log, buffer.AsSpan(0, read), file, limit);
            }
        }
        finally
        {
            log?.Dispose();
        }
    }

    private static FileStream? Append(FileStream? log, ReadOnlySpan<byte> bytes, string file, long limit)
    {
        try
        {
            log?.Write(bytes);
            if (log is null || log.Length < limit / 2) return log;
            log.Dispose();
            File.Move(file, file + ".1", overwrite: true);
            return Open(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            log?.Dispose();
            return null;
        }
    }

    private static FileStream? Open(string file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            return new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
