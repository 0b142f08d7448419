namespace Runink.Barn;

/// <summary>On whose behalf a call is made.</summary>
/// <param name="User">The user; null when authentication is off, or nobody said.</param>
/// <param name="AuthRevision">The revision of users and roles at which the user was found to be that user.</param>
internal readonly record struct Caller(string? User, long AuthRevision);
