namespace Runink.Barn;

/// <summary>How much of a lease's time is left.</summary>
/// <param name="Id">The lease.</param>
/// <param name="GrantedSeconds">Seconds that it lives without a renewal.</param>
/// <param name="RemainingSeconds">Seconds that are left of them; a part of a second counts as none.</param>
/// <param name="IsCheckpointed">
/// Whether the log says that less is left: until it says otherwise, another leader would grant less than was promised.
/// </param>
public readonly record struct LeaseState(long Id, long GrantedSeconds, long RemainingSeconds, bool IsCheckpointed = false);
