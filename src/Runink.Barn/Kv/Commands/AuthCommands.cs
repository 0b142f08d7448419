namespace Runink.Barn;

/// <summary>A change of users, roles and permissions. It needs the root role once authentication is enabled.</summary>
public abstract record AuthCommand : KvCommand;

/// <summary>Enables authentication; the user root must have the role root.</summary>
public sealed record AuthEnableCommand : AuthCommand;

/// <summary>Disables authentication.</summary>
public sealed record AuthDisableCommand : AuthCommand;

/// <summary>Adds a user.</summary>
/// <param name="Name">The name; not empty.</param>
/// <param name="PasswordHash">The hash of the password; empty when <paramref name="NoPassword"/>.</param>
/// <param name="NoPassword">Whether the user cannot sign in by password.</param>
public sealed record UserAddCommand(string Name, ReadOnlyMemory<byte> PasswordHash, bool NoPassword = false) : AuthCommand;

/// <summary>Deletes a user.</summary>
/// <param name="Name">The name.</param>
public sealed record UserDeleteCommand(string Name) : AuthCommand;

/// <summary>Changes a user's password.</summary>
/// <param name="Name">The name.</param>
/// <param name="PasswordHash">The hash of the new password.</param>
public sealed record UserChangePasswordCommand(string Name, ReadOnlyMemory<byte> PasswordHash) : AuthCommand;

/// <summary>Grants a role to a user.</summary>
/// <param name="Name">The user.</param>
/// <param name="Role">The role.</param>
public sealed record UserGrantRoleCommand(string Name, string Role) : AuthCommand;

/// <summary>Takes a role from a user.</summary>
/// <param name="Name">The user.</param>
/// <param name="Role">The role.</param>
public sealed record UserRevokeRoleCommand(string Name, string Role) : AuthCommand;

/// <summary>Adds a role.</summary>
/// <param name="Name">The name; not empty.</param>
public sealed record RoleAddCommand(string Name) : AuthCommand;

/// <summary>Deletes a role and takes it from everybody.</summary>
/// <param name="Name">The name.</param>
public sealed record RoleDeleteCommand(string Name) : AuthCommand;

/// <summary>Grants a role a permission, or changes the kind of the one on the same range.</summary>
/// <param name="Name">The role.</param>
/// <param name="Permission">The permission.</param>
public sealed record RoleGrantPermissionCommand(string Name, KvPermission Permission) : AuthCommand;

/// <summary>Takes a permission from a role.</summary>
/// <param name="Name">The role.</param>
/// <param name="Key">The permission's key.</param>
/// <param name="RangeEnd">The permission's end.</param>
public sealed record RoleRevokePermissionCommand(
    string Name, ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> RangeEnd = default) : AuthCommand;

/// <summary>What may be done with a range of keys.</summary>
/// <param name="Kind">What may be done.</param>
/// <param name="Key">The key, or the first of the range.</param>
/// <param name="RangeEnd">
/// Empty for the one key; a single zero byte for all from the key on; else the first key after the range.
/// </param>
public sealed record KvPermission(KvPermissionKind Kind, ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> RangeEnd = default);

/// <summary>What may be done; the numbers are those of etcd's API.</summary>
public enum KvPermissionKind
{
    /// <summary>Reading.</summary>
    Read,

    /// <summary>Writing.</summary>
    Write,

    /// <summary>Both.</summary>
    ReadWrite,
}
