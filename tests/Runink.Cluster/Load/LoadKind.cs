namespace Runink.Cluster;

/// <summary>What clients do.</summary>
internal enum LoadKind
{
    Put,
    Read,
    SerializableRead,
    CompareAndSwap,
}
