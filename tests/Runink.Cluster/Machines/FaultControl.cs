using System.Diagnostics;

namespace Runink.Cluster;

/// <summary>
/// Tells the library in front of a member's process what is wrong with its disk and clock, by a file that the library has mapped:
/// it holds from the next call on, also for a process that is started later. Not for several threads.
/// </summary>
internal sealed class FaultControl : IDisposable
{
    private const int InputOutputError = 5;

    private readonly FileStream _file;

    /// <param name="path">The file.</param>
    public FaultControl(string path)
    {
        Path = path;
        _file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        _file.SetLength((int)(Field.Altered + 1) * sizeof(long));
    }

    // As in faults.c.
    private enum Field
    {
        Delay,
        Hangs,
        SyncError,
        ClockOffset,
        ClockDrift,
        DriftSince,
        Altered,
    }

    public string Path { get; }

    /// <summary>Calls of the process that went otherwise than they would have.</summary>
    public long Altered
    {
        get
        {
            Span<byte> bytes = stackalloc byte[sizeof(long)];
            RandomAccess.Read(_file.SafeFileHandle, bytes, (long)Field.Altered * sizeof(long));
            return BitConverter.ToInt64(bytes);
        }
    }

    /// <summary>Every write and sync takes so much longer.</summary>
    public void SlowDisk(TimeSpan each) => Set(Field.Delay, (long)each.TotalMicroseconds);

    /// <summary>Writes and syncs do not come back, until they may.</summary>
    public void HangDisk(bool hangs = true) => Set(Field.Hangs, hangs ? 1 : 0);

    /// <summary>Syncs fail, and nothing is known of what they were for.</summary>
    public void FailSyncs(bool fail = true) => Set(Field.SyncError, fail ? InputOutputError : 0);

    /// <summary>The time of day is another.</summary>
    public void JumpClock(TimeSpan ahead) => Set(Field.ClockOffset, (long)ahead.TotalNanoseconds);

    /// <summary>The time of day goes too fast, or too slowly.</summary>
    /// <param name="millionths">By how much.</param>
    public void DriftClock(int millionths)
    {
        Set(Field.DriftSince, Stopwatch.GetTimestamp() * (1_000_000_000 / Stopwatch.Frequency));
        Set(Field.ClockDrift, millionths);
    }

    /// <summary>Everything is as it should be.</summary>
    public void Heal()
    {
        for (var field = Field.Delay; field < Field.Altered; field++) Set(field, 0);
    }

    public void Dispose() => _file.Dispose();

    private void Set(Field field, long value) => RandomAccess.Write(_file.SafeFileHandle, BitConverter.GetBytes(value), (long)field * sizeof(long));
}
