namespace Runink.Store;

/// <summary>A promise of life: unless it is kept alive within its time to live, it ends and its keys are deleted.</summary>
/// <param name="Id">Its number, never used again in the same store.</param>
/// <param name="TimeToLive">How long it lives without a sign of life, as the store granted it.</param>
public sealed record Lease(long Id, TimeSpan TimeToLive);
