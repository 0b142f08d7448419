using System.Diagnostics;

namespace Runink.Barn;

/// <summary>A disk that says how long its syncs take.</summary>
internal sealed class MeasuredDisk(IDisk inner, DiskMeter meter) : IDisk
{
    private const string LogFolder = SegmentHeader.Folder + "/";
    private const string SnapshotFolder = SnapshotName.Folder + "/";

    public IReadOnlyList<string> List(string folder) => inner.List(folder);

    public IDiskFile Open(string name) => Measure(name, inner.Open(name), isNew: false);

    public IDiskFile Create(string name) => Measure(name, inner.Create(name), isNew: true);

    public void Rename(string from, string to) => inner.Rename(from, to);

    public void Delete(string name) => inner.Delete(name);

    public void SyncFolder(string folder) => inner.SyncFolder(folder);

    private IDiskFile Measure(string name, IDiskFile file, bool isNew)
    {
        if (name.StartsWith(LogFolder, StringComparison.Ordinal)) return new LogFile(file, meter);
        return isNew && name.StartsWith(SnapshotFolder, StringComparison.Ordinal) ? new SnapshotFile(file, meter) : file;
    }

    private abstract class MeasuredFile(IDiskFile file, Histogram syncs) : IDiskFile
    {
        public long Length => file.Length;

        public int Read(long offset, Span<byte> into) => file.Read(offset, into);

        public virtual void Write(long offset, ReadOnlySpan<byte> bytes) => file.Write(offset, bytes);

        public void Preallocate(long length) => file.Preallocate(length);

        public void SetLength(long length) => file.SetLength(length);

        public void Sync()
        {
            var begun = Stopwatch.GetTimestamp();
            file.Sync();
            syncs.Observe(Stopwatch.GetElapsedTime(begun));
        }

        public virtual void Dispose() => file.Dispose();
    }

    private sealed class LogFile(IDiskFile file, DiskMeter meter) : MeasuredFile(file, meter.LogSync)
    {
        public override void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            base.Write(offset, bytes);
            meter.LogWritten(bytes.Length);
        }
    }

    private sealed class SnapshotFile(IDiskFile file, DiskMeter meter) : MeasuredFile(file, meter.SnapshotSync)
    {
        private readonly long _begun = Stopwatch.GetTimestamp();

        public override void Dispose()
        {
            base.Dispose();
            meter.SnapshotWrite.Observe(Stopwatch.GetElapsedTime(_begun));
        }
    }
}
