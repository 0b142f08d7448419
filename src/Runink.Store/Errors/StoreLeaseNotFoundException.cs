namespace Runink.Store;

/// <summary>A lease was named that has ended or never was.</summary>
public sealed class StoreLeaseNotFoundException(long leaseId) : StoreException(
    $"lease {leaseId} has ended or never was", "grant a new lease and write its keys again")
{
    /// <summary>The lease.</summary>
    public long LeaseId { get; } = leaseId;
}
