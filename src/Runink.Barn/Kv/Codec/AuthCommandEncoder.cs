namespace Runink.Barn;

/// <summary>Writes changes of users, roles and permissions.</summary>
internal static class AuthCommandEncoder
{
    public static void Write(KvWriter writer, AuthCommand command)
    {
        switch (command)
        {
            case AuthEnableCommand: CommandEncoder.Kind(writer, CommandKind.AuthEnable); break;
            case AuthDisableCommand: CommandEncoder.Kind(writer, CommandKind.AuthDisable); break;
            case UserAddCommand add:
                Named(writer, CommandKind.UserAdd, add.Name);
                writer.Bytes(add.PasswordHash.Span);
                writer.Bool(add.NoPassword);
                break;
            case UserDeleteCommand delete: Named(writer, CommandKind.UserDelete, delete.Name); break;
            case UserChangePasswordCommand change:
                Named(writer, CommandKind.UserChangePassword, change.Name);
                writer.Bytes(change.PasswordHash.Span);
                break;
            case UserGrantRoleCommand grant:
                Named(writer, CommandKind.UserGrantRole, grant.Name);
                writer.Text(grant.Role);
                break;
            case UserRevokeRoleCommand revoke:
                Named(writer, CommandKind.UserRevokeRole, revoke.Name);
                writer.Text(revoke.Role);
                break;
            case RoleAddCommand add: Named(writer, CommandKind.RoleAdd, add.Name); break;
            case RoleDeleteCommand delete: Named(writer, CommandKind.RoleDelete, delete.Name); break;
            case RoleGrantPermissionCommand grant:
                Named(writer, CommandKind.RoleGrantPermission, grant.Name);
                writer.Enum((int)grant.Permission.Kind, (int)KvPermissionKind.ReadWrite);
                writer.Bytes(grant.Permission.Key.Span);
                writer.Bytes(grant.Permission.RangeEnd.Span);
                break;
            case RoleRevokePermissionCommand revoke:
                Named(writer, CommandKind.RoleRevokePermission, revoke.Name);
                writer.Bytes(revoke.Key.Span);
                writer.Bytes(revoke.RangeEnd.Span);
                break;
            default: throw new ArgumentException($"{command.GetType().Name} has no binary form", nameof(command));
        }
    }

    private static void Named(KvWriter writer, CommandKind kind, string name)
    {
        CommandEncoder.Kind(writer, kind);
        writer.Text(name);
    }
}
