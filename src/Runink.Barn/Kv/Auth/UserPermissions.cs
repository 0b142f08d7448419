namespace Runink.Barn;

/// <summary>What a user may read and write by all of its roles.</summary>
internal sealed class UserPermissions(KvAuth auth, KvUser user)
{
    public KeyRanges Read { get; } = new(Of(auth, user, KvPermissionKind.Read));

    public KeyRanges Write { get; } = new(Of(auth, user, KvPermissionKind.Write));

    private static IEnumerable<KvPermission> Of(KvAuth auth, KvUser user, KvPermissionKind kind) =>
        user.Roles.Select(auth.FindRole)
            .Where(role => role is not null)
            .SelectMany(role => role!.Permissions)
            .Where(permission => permission.Kind == kind || permission.Kind == KvPermissionKind.ReadWrite);
}
