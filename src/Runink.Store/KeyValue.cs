namespace Runink.Store;

/// <summary>An entry of the store as it stood at one revision. Immutable.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value; JSON by convention.</param>
/// <param name="CreateRevision">Revision at which the key came into being.</param>
/// <param name="ModRevision">Revision that wrote this value.</param>
/// <param name="Version">Number of writes since the key came into being, from 1. A deletion ends the count.</param>
/// <param name="Lease">Lease whose end deletes the key, or 0 for none.</param>
public sealed record KeyValue(
    StoreKey Key, ReadOnlyMemory<byte> Value, long CreateRevision, long ModRevision, long Version, long Lease);
