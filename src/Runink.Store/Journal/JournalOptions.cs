using Microsoft.Win32.SafeHandles;

namespace Runink.Store.Journal;

/// <summary>How a journal is kept. The defaults suit a project directory.</summary>
public sealed record JournalOptions
{
    /// <summary>The time that leases and the look for others' changes go by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How many revisions of history are kept at least, for watches and reads of the past.</summary>
    public int KeptRevisions { get; init; } = 5_000;

    /// <summary>
    /// The journal is compacted when so many bytes were appended since the last time, and no fewer than its snapshot has.
    /// </summary>
    public long CompactAfterBytes { get; init; } = 4 << 20;

    /// <summary>How often a watch looks for what other processes committed.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How long to wait for another process that holds the lock.</summary>
    public TimeSpan LockPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Makes what was written to a file durable; another way only in tests of a failing disk.</summary>
    internal Action<SafeFileHandle> SyncData { get; init; } = Libc.SyncData;

    /// <summary>Makes the names in a directory durable, on the way to the journal's own; another way only in tests.</summary>
    internal Action<string> SyncDirectory { get; init; } = Libc.SyncDirectory;
}
