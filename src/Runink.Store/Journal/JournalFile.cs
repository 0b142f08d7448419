using Microsoft.Win32.SafeHandles;
using Runink.Store.Machine;

namespace Runink.Store.Journal;

/// <summary>The open file of one generation and how far this process has read and written it. Not thread-safe.</summary>
internal sealed class JournalFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly string _path;

    private JournalFile(SafeFileHandle handle, string path, GenerationName name) =>
        (_handle, _path, Name) = (handle, path, name);

    public GenerationName Name { get; }

    /// <summary>Where the snapshot ends that it begins with.</summary>
    public long SnapshotLength { get; private set; }

    /// <summary>How far its records are known to be good and have been applied.</summary>
    public long Good { get; private set; }

    /// <summary>The checksum of the last good record.</summary>
    public uint Chain { get; private set; }

    /// <summary>Whether the file does not end where the good records do.</summary>
    public bool EndsElsewhere => RandomAccess.GetLength(_handle) != Good;

    /// <summary>Writes a state as a new generation, aside, and gives it its name when it is durable.</summary>
    public static JournalFile Create(
        JournalDirectory directory, GenerationName name, StoreMachine machine, Action<SafeFileHandle> sync)
    {
        // The name goes to the finished file while its handle stays good.
        var handle = System.IO.File.OpenHandle(
            directory.Unfinished(name), FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            var (length, chain) = Snapshot.Write(handle, name, machine);
            sync(handle);
            directory.Publish(name);
            return new JournalFile(handle, directory.File(name), name) { SnapshotLength = length, Good = length, Chain = chain };
        }
        catch
        {
            handle.Dispose();
            System.IO.File.Delete(directory.Unfinished(name));
            throw;
        }
    }

    /// <summary>Opens a generation and reads it into a new state. Called under a lock.</summary>
    public static (JournalFile File, StoreMachine Machine) Open(JournalDirectory directory, GenerationName name, bool writable)
    {
        var path = directory.File(name);
        var access = writable ? FileAccess.ReadWrite : FileAccess.Read;
        var handle = System.IO.File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            var file = new JournalFile(handle, path, name);
            return (file, file.Load());
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Applies what was appended since the last look; returns whether anything was. Called under a lock.</summary>
    public bool ReadMore(StoreMachine machine)
    {
        var length = RandomAccess.GetLength(_handle);
        if (length < Good) throw new StoreDamagedException(_path, length, "records that were there are cut off");
        var reader = new RecordReader(_handle, _path, Good, Chain);
        var before = Good;
        while (reader.Read())
        {
            Replay.Apply(reader, machine);
            (Good, Chain) = (reader.Next, reader.Chain);
        }

        return Good > before;
    }

    /// <summary>Writes records after the good ones. They are not good before <see cref="Accept"/>.</summary>
    public void Write(ReadOnlySpan<byte> records) => RandomAccess.Write(_handle, records, Good);

    /// <summary>Makes what was written durable.</summary>
    public void Sync(Action<SafeFileHandle> sync) => sync(_handle);

    /// <summary>Counts records that were written and synced as good.</summary>
    public void Accept(int length, uint chain) => (Good, Chain) = (Good + length, chain);

    /// <summary>Cuts off what is not good: a torn tail, or a commit that failed. Called under the exclusive lock.</summary>
    public void CutToGood() => RandomAccess.SetLength(_handle, Good);

    public void Dispose() => _handle.Dispose();

    private StoreMachine Load()
    {
        var header = new byte[JournalFormat.FileHeader];
        var read = RandomAccess.Read(_handle, header, 0);
        JournalFormat.CheckHeader(_path, Name, header.AsSpan(0, read));
        var reader = new RecordReader(_handle, _path, JournalFormat.FileHeader, JournalFormat.ChainStart(header));
        var machine = Snapshot.Read(reader);
        (SnapshotLength, Good, Chain) = (reader.Next, reader.Next, reader.Chain);
        ReadMore(machine);
        return machine;
    }
}
