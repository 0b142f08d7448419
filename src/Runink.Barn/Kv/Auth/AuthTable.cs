namespace Runink.Barn;

/// <summary>Users and roles as the machine changes them: each change is a new <see cref="KvAuth"/>.</summary>
internal sealed class AuthTable
{
    public KvAuth Current { get; set; } = KvAuth.Initial;

    /// <summary>Carries out a change that the user may make.</summary>
    /// <returns>Why nothing was done, or null.</returns>
    public KvError? Apply(AuthCommand command) => command switch
    {
        AuthEnableCommand => Enable(),
        AuthDisableCommand => Disable(),
        UserAddCommand add => AddUser(add),
        UserDeleteCommand delete => DeleteUser(delete.Name),
        UserChangePasswordCommand change => ChangePassword(change),
        UserGrantRoleCommand grant => GrantRole(grant.Name, grant.Role),
        UserRevokeRoleCommand revoke => RevokeRole(revoke.Name, revoke.Role),
        RoleAddCommand add => AddRole(add.Name),
        RoleDeleteCommand delete => DeleteRole(delete.Name),
        RoleGrantPermissionCommand grant => GrantPermission(grant.Name, grant.Permission),
        RoleRevokePermissionCommand revoke => RevokePermission(revoke),
        _ => throw new ArgumentException($"{command.GetType().Name} is not known", nameof(command)),
    };

    private KvError? Enable()
    {
        if (Current.Enabled) return null;
        if (Current.FindUser(KvAuth.Root) is not { } root) return KvErrors.RootUserNotExist;
        if (!root.HasRole(KvAuth.Root)) return KvErrors.RootRoleNotExist;
        Current = new(true, Current.Revision, Current.UserTable, Current.RoleTable);
        return null;
    }

    private KvError? Disable()
    {
        if (Current.Enabled) Current = new(false, Current.Revision + 1, Current.UserTable, Current.RoleTable);
        return null;
    }

    private KvError? AddUser(UserAddCommand add)
    {
        if (add.Name.Length == 0) return KvErrors.UserEmpty;
        var at = Current.UserIndex(add.Name);
        if (at >= 0) return KvErrors.UserAlreadyExists;
        var user = new KvUser(add.Name, add.PasswordHash.ToArray(), add.NoPassword, []);
        return Changed([.. Current.UserTable[..~at], user, .. Current.UserTable[~at..]]);
    }

    private KvError? DeleteUser(string name)
    {
        if (Current.Enabled && name == KvAuth.Root) return KvErrors.InvalidAuthManagement;
        var at = Current.UserIndex(name);
        if (at < 0) return KvErrors.UserNotFound;
        return Changed([.. Current.UserTable[..at], .. Current.UserTable[(at + 1)..]]);
    }

    private KvError? ChangePassword(UserChangePasswordCommand change)
    {
        var at = Current.UserIndex(change.Name);
        if (at < 0) return KvErrors.UserNotFound;
        return Changed(at, Current.UserTable[at] with { PasswordHash = change.PasswordHash.ToArray() });
    }

    private KvError? GrantRole(string name, string role)
    {
        var at = Current.UserIndex(name);
        if (at < 0) return KvErrors.UserNotFound;
        if (role != KvAuth.Root && Current.FindRole(role) is null) return KvErrors.RoleNotFound;
        var user = Current.UserTable[at];
        if (user.HasRole(role)) return null;
        var place = ~Array.BinarySearch(user.Roles, role, StringComparer.Ordinal);
        return Changed(at, user with { Roles = [.. user.Roles[..place], role, .. user.Roles[place..]] });
    }

    private KvError? RevokeRole(string name, string role)
    {
        if (Current.Enabled && name == KvAuth.Root && role == KvAuth.Root) return KvErrors.InvalidAuthManagement;
        var at = Current.UserIndex(name);
        if (at < 0) return KvErrors.UserNotFound;
        var user = Current.UserTable[at];
        return user.HasRole(role) ? Changed(at, Without(user, role)) : KvErrors.RoleNotGranted;
    }

    private KvError? AddRole(string name)
    {
        if (name.Length == 0) return KvErrors.RoleEmpty;
        var at = Current.RoleIndex(name);
        if (at >= 0) return KvErrors.RoleAlreadyExists;
        return Changed(roles: [.. Current.RoleTable[..~at], new KvRole(name, []), .. Current.RoleTable[~at..]]);
    }

    private KvError? DeleteRole(string name)
    {
        if (Current.Enabled && name == KvAuth.Root) return KvErrors.InvalidAuthManagement;
        var at = Current.RoleIndex(name);
        if (at < 0) return KvErrors.RoleNotFound;
        KvUser[] users = [.. Current.UserTable.Select(user => Without(user, name))];
        return Changed(users, [.. Current.RoleTable[..at], .. Current.RoleTable[(at + 1)..]]);
    }

    private KvError? GrantPermission(string name, KvPermission permission)
    {
        var at = Current.RoleIndex(name);
        if (at < 0) return KvErrors.RoleNotFound;
        var own = new KvPermission(permission.Kind, permission.Key.ToArray(), permission.RangeEnd.ToArray());
        var permissions = Current.RoleTable[at].Permissions.ToList();
        var same = permissions.FindIndex(other => IsSame(other, permission.Key, permission.RangeEnd));
        if (same >= 0) permissions[same] = own;
        else permissions.Insert(permissions.FindLastIndex(other => other.Key.Span.SequenceCompareTo(own.Key.Span) <= 0) + 1, own);
        return Changed(at, [.. permissions]);
    }

    private KvError? RevokePermission(RoleRevokePermissionCommand revoke)
    {
        var at = Current.RoleIndex(revoke.Name);
        if (at < 0) return KvErrors.RoleNotFound;
        var permissions = Current.RoleTable[at].Permissions;
        KvPermission[] left = [.. permissions.Where(permission => !IsSame(permission, revoke.Key, revoke.RangeEnd))];
        return left.Length == permissions.Length ? KvErrors.PermissionNotGranted : Changed(at, left);
    }

    private static bool IsSame(KvPermission permission, ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> rangeEnd) =>
        permission.Key.Span.SequenceEqual(key.Span) && permission.RangeEnd.Span.SequenceEqual(rangeEnd.Span);

    private static KvUser Without(KvUser user, string role) =>
        user.HasRole(role) ? user with { Roles = [.. user.Roles.Where(other => other != role)] } : user;

    private KvError? Changed(int at, KvUser user)
    {
        var users = (KvUser[])Current.UserTable.Clone();
        users[at] = user;
        return Changed(users);
    }

    private KvError? Changed(int at, KvPermission[] permissions)
    {
        var roles = (KvRole[])Current.RoleTable.Clone();
        roles[at] = new(roles[at].Name, permissions);
        return Changed(roles: roles);
    }

    private KvError? Changed(KvUser[]? users = null, KvRole[]? roles = null)
    {
        Current = new(Current.Enabled, Current.Revision + 1, users ?? Current.UserTable, roles ?? Current.RoleTable);
        return null;
    }
}
