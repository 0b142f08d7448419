using System.Text;

namespace Runink.Runs.Coordination;

/// <summary>
/// Writes what a slice says on standard error to a file that cannot fill the disk: at half the limit the file becomes
/// <c>FILE.1</c> and a new one begins, so that the newest lines are always there. What cannot be written is dropped: a full disk must not
/// block the slice. Thread-safe.
/// </summary>
internal sealed class BoundedLog : IDisposable
{
    /// <summary>Bytes that the two files of a log hold together at most.</summary>
    public const long LimitBytes = 64L << 20;

    /// <summary>What the name of the older file ends with, behind that of the newer one.</summary>
    public const string OlderEnding = ".1";

    private const int BufferBytes = 16 << 10;
    private readonly Lock _gate = new();
    private readonly string _file;
    private readonly long _limit;
    private FileStream? _log;

    /// <summary>Begins a log, over what may lie there.</summary>
    public BoundedLog(string file, long limit = LimitBytes)
    {
        (_file, _limit) = (file, limit);
        _log = Open(file);
    }

    /// <summary>Drains a stream into a log of its own until it ends.</summary>
    public static async Task PumpAsync(Stream from, string file, long limit = LimitBytes)
    {
        using var log = new BoundedLog(file, limit);
        await log.PumpAsync(from);
    }

    /// <summary>The same into one file after the other: what is read goes into the one that is named then.</summary>
    public static async Task PumpAsync(Stream from, Func<string> fileOf, long limit = LimitBytes)
    {
        var log = new BoundedLog(fileOf(), limit);
        try
        {
            var buffer = new byte[BufferBytes];
            while (await from.ReadAsync(buffer) is > 0 and var read)
            {
                if (fileOf() is var now && now != log._file)
                {
                    log.Dispose();
                    log = new BoundedLog(now, limit);
                }

                log.Append(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            log.Dispose();
        }
    }

    /// <summary>Drains a stream until it ends.</summary>
    public async Task PumpAsync(Stream from)
    {
        var buffer = new byte[BufferBytes];
        while (await from.ReadAsync(buffer) is > 0 and var read) Append(buffer.AsSpan(0, read));
    }

    /// <summary>Writes a line.</summary>
    public void WriteLine(string line) => Append(Encoding.UTF8.GetBytes(line + "\n"));

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _log?.Dispose();
            _log = null;
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            try
            {
                _log?.Write(bytes);
                if (_log is null || _log.Length < _limit / 2) return;
                _log.Dispose();
                File.Move(_file, _file + OlderEnding, overwrite: true);
                _log = Open(_file);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                _log?.Dispose();
                _log = null;
            }
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
