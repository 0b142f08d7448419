using Runink.Store.Machine;

namespace Runink.Store.Memory;

/// <summary>A store that lives as long as its object; for tests. Thread-safe.</summary>
/// <param name="clock">The time that leases go by; the system's when null.</param>
/// <param name="keptRevisions">How many revisions of history are kept at least, for watches and reads of the past.</param>
public sealed class MemoryStore(TimeProvider? clock = null, int keptRevisions = 10_000)
    : LocalStore(new MemoryLog(), clock ?? TimeProvider.System, keptRevisions);
