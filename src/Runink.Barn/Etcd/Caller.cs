namespace Runink.Barn;

/// <summary>On whose behalf a call is made, and of which group.</summary>
/// <param name="Group">The group.</param>
/// <param name="User">The user; null when authentication is off, or nobody said.</param>
/// <param name="AuthRevision">The revision of users and roles at which the user was found to be that user.</param>
/// <param name="TokenAuth">The users and roles by which the user's token was found good; null when there was none.</param>
internal readonly record struct Caller(BarnGroup Group, string? User = null, long AuthRevision = 0, KvAuth? TokenAuth = null)
{
    /// <summary>
    /// The revision at which the user counts as authenticated in a newer state of users and roles: that of the state, as a change of
    /// roles makes nobody another. Whose password is another by then stays with the old one, which is refused.
    /// </summary>
    public long RevisionIn(KvAuth auth) =>
        User is null || (TokenAuth is { } then && !HasSamePassword(User, then, auth)) ? AuthRevision : auth.Revision;

    private static bool HasSamePassword(string user, KvAuth then, KvAuth now) =>
        ReferenceEquals(then, now)
        || (then.FindUser(user) is { } before && now.FindUser(user) is { } after && after.PasswordHash.Span.SequenceEqual(before.PasswordHash.Span));
}
