namespace Runink.Barn;

/// <summary>On whose behalf a call is made, and of which group.</summary>
/// <param name="Group">The group.</param>
/// <param name="User">The user; null when authentication is off, or nobody said.</param>
/// <param name="AuthRevision">The revision of users and roles at which the user was found to be that user.</param>
internal readonly record struct Caller(BarnGroup Group, string? User = null, long AuthRevision = 0);
