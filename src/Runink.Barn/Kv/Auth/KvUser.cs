namespace Runink.Barn;

/// <summary>A user.</summary>
/// <param name="Name">The name.</param>
/// <param name="PasswordHash">The hash of the password, as it was proposed.</param>
/// <param name="NoPassword">Whether the user cannot sign in by password.</param>
/// <param name="Roles">The roles, by name.</param>
public sealed record KvUser(string Name, ReadOnlyMemory<byte> PasswordHash, bool NoPassword, string[] Roles)
{
    /// <summary>Whether the user has a role.</summary>
    public bool HasRole(string role) => Array.BinarySearch(Roles, role, StringComparer.Ordinal) >= 0;
}

/// <summary>A role.</summary>
/// <param name="Name">The name.</param>
/// <param name="Permissions">What it may do, by key.</param>
public sealed record KvRole(string Name, KvPermission[] Permissions);
