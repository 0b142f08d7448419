namespace Runink.Barn;

/// <summary>Reads changes of users, roles and permissions.</summary>
internal static class AuthCommandDecoder
{
    public static AuthCommand? Read(ref KvReader reader, CommandKind kind) => kind switch
    {
        CommandKind.AuthEnable => new AuthEnableCommand(),
        CommandKind.AuthDisable => new AuthDisableCommand(),
        CommandKind.UserAdd => new UserAddCommand(reader.Text(), reader.Bytes(), reader.Bool()),
        CommandKind.UserDelete => new UserDeleteCommand(reader.Text()),
        CommandKind.UserChangePassword => new UserChangePasswordCommand(reader.Text(), reader.Bytes()),
        CommandKind.UserGrantRole => new UserGrantRoleCommand(reader.Text(), reader.Text()),
        CommandKind.UserRevokeRole => new UserRevokeRoleCommand(reader.Text(), reader.Text()),
        CommandKind.RoleAdd => new RoleAddCommand(reader.Text()),
        CommandKind.RoleDelete => new RoleDeleteCommand(reader.Text()),
        CommandKind.RoleGrantPermission => new RoleGrantPermissionCommand(
            reader.Text(), new(reader.Enum(KvPermissionKind.ReadWrite), reader.Bytes(), reader.Bytes())),
        CommandKind.RoleRevokePermission => new RoleRevokePermissionCommand(reader.Text(), reader.Bytes(), reader.Bytes()),
        _ => null,
    };
}
