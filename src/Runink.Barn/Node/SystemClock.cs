using System.Runtime.InteropServices;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// The machine's clock since it booted. Not the one of <see cref="System.Diagnostics.Stopwatch"/>: that one stands still while a
/// virtual machine is suspended, and a lease would outlive its end. Thread-safe.
/// </summary>
public sealed partial class SystemClock : IBarnClock
{
    private const int BootTime = 7;

    /// <inheritdoc/>
    public MonotonicTime Now
    {
        get
        {
            var time = default(Timespec);
            _ = ClockGetTime(BootTime, ref time);
            return new MonotonicTime(time.Seconds * 1_000_000_000 + time.Nanoseconds);
        }
    }

    [SuppressGCTransition]
    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, ref Timespec time);

    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
