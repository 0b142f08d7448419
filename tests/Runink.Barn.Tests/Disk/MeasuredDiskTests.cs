namespace Runink.Barn.Tests;

public sealed class MeasuredDiskTests
{
    private readonly DiskMeter _meter = new();
    private readonly MeasuredDisk _disk;

    public MeasuredDiskTests() => _disk = new MeasuredDisk(new MemoryDisk(), _meter);

    [Fact]
    public void Only_the_log_counts_as_the_log()
    {
        Write("wal/1.log");
        Assert.Equal((5, 1, 0, 0), Told());
        Write("snap/1.snap");
        Assert.Equal((5, 1, 1, 1), Told());
        Write("other/1.log");
        Assert.Equal((5, 1, 1, 1), Told());
        using (var again = _disk.Open("wal/1.log")) again.Sync();
        using (_disk.Open("snap/1.snap")) { }
        Assert.Equal((5, 2, 1, 1), Told());
    }

    private (long Bytes, long LogSyncs, long SnapshotSyncs, long Snapshots) Told() =>
        (_meter.LogBytes, Count(_meter.LogSync), Count(_meter.SnapshotSync), Count(_meter.SnapshotWrite));

    private static long Count(Histogram histogram)
    {
        var text = new MetricsText();
        histogram.Write(text, "x", "X.");
        return long.Parse(text.ToString().TrimEnd().Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture);
    }

    private void Write(string name)
    {
        using var file = _disk.Create(name);
        file.Write(0, "hello"u8);
        file.Sync();
    }
}
