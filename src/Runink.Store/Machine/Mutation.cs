namespace Runink.Store.Machine;

/// <summary>What a command does to one key: writes or deletes it.</summary>
internal readonly record struct Mutation(ChangeKind Kind, StoreKey Key, ReadOnlyMemory<byte> Value = default, long Lease = 0)
{
    /// <summary>The version of the key that this makes at a revision, out of the one before; null for none.</summary>
    public KeyValue Over(KeyValue? before, long revision) => Kind == ChangeKind.Put
        ? new KeyValue(Key, Value, before?.CreateRevision ?? revision, revision, (before?.Version ?? 0) + 1, Lease)
        : new KeyValue(Key, default, 0, revision, 0, 0);
}
