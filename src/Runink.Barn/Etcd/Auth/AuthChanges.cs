using Runink.Protocol;

namespace Runink.Barn;

/// <summary>The calls of the service Auth that change something: each is one command.</summary>
internal sealed class AuthChanges(EtcdContext context)
{
    public async ValueTask<AuthEnableResponse> EnableAsync(AuthEnableRequest request, Caller caller) =>
        new() { Header = await CommitAsync(new AuthEnableCommand(), caller).ConfigureAwait(false) };

    public async ValueTask<AuthDisableResponse> DisableAsync(AuthDisableRequest request, Caller caller) =>
        new() { Header = await CommitAsync(new AuthDisableCommand(), caller).ConfigureAwait(false) };

    public async ValueTask<AuthUserAddResponse> AddUserAsync(AuthUserAddRequest request, Caller caller)
    {
        var noPassword = request.Options?.NoPassword ?? false;
        CheckAdmin(caller);
        if (request.Name.Length == 0) throw KvErrors.UserEmpty.ToException();
        var hash = noPassword ? [] : await context.Passwords.HashAsync(request.Password).ConfigureAwait(false);
        var command = new UserAddCommand(request.Name, hash, noPassword);
        return new() { Header = await CommitAsync(command, caller).ConfigureAwait(false) };
    }

    public async ValueTask<AuthUserDeleteResponse> DeleteUserAsync(AuthUserDeleteRequest request, Caller caller) =>
        new() { Header = await CommitAsync(new UserDeleteCommand(request.Name), caller).ConfigureAwait(false) };

    public async ValueTask<AuthUserChangePasswordResponse> ChangePasswordAsync(
        AuthUserChangePasswordRequest request, Caller caller)
    {
        CheckAdmin(caller);
        var hash = await context.Passwords.HashAsync(request.Password).ConfigureAwait(false);
        var command = new UserChangePasswordCommand(request.Name, hash);
        return new() { Header = await CommitAsync(command, caller).ConfigureAwait(false) };
    }

    public async ValueTask<AuthUserGrantRoleResponse> GrantRoleAsync(AuthUserGrantRoleRequest request, Caller caller) =>
        new() { Header = await CommitAsync(new UserGrantRoleCommand(request.User, request.Role), caller).ConfigureAwait(false) };

    public async ValueTask<AuthUserRevokeRoleResponse> RevokeRoleAsync(AuthUserRevokeRoleRequest request, Caller caller) =>
        new() { Header = await CommitAsync(new UserRevokeRoleCommand(request.Name, request.Role), caller).ConfigureAwait(false) };

    public async ValueTask<AuthRoleAddResponse> AddRoleAsync(AuthRoleAddRequest request, Caller caller) =>
        new() { Header = await CommitAsync(new RoleAddCommand(request.Name), caller).ConfigureAwait(false) };

    public async ValueTask<AuthRoleDeleteResponse> DeleteRoleAsync(AuthRoleDeleteRequest request, Caller caller) =>
        new() { Header = await CommitAsync(new RoleDeleteCommand(request.Role), caller).ConfigureAwait(false) };

    public async ValueTask<AuthRoleGrantPermissionResponse> GrantPermissionAsync(
        AuthRoleGrantPermissionRequest request, Caller caller)
    {
        if (request.Perm is not { } given) throw KvErrors.PermissionNotGiven.ToException();
        var permission = new KvPermission((KvPermissionKind)(int)given.PermType, given.Key.Memory, given.RangeEnd.Memory);
        if (permission.Kind is < KvPermissionKind.Read or > KvPermissionKind.ReadWrite)
            throw KvErrors.PermissionNotGiven.ToException();
        var command = new RoleGrantPermissionCommand(request.Name, permission);
        return new() { Header = await CommitAsync(command, caller).ConfigureAwait(false) };
    }

    public async ValueTask<AuthRoleRevokePermissionResponse> RevokePermissionAsync(
        AuthRoleRevokePermissionRequest request, Caller caller)
    {
        var command = new RoleRevokePermissionCommand(request.Role, request.Key.Memory, request.RangeEnd.Memory);
        return new() { Header = await CommitAsync(command, caller).ConfigureAwait(false) };
    }

    /// <summary>Before a password is hashed, which is much work that not everybody may cause.</summary>
    private void CheckAdmin(Caller caller) => EtcdErrors.ThrowIfError(context.Node.View.Auth.CheckAdmin(caller.User));

    private async ValueTask<ResponseHeader> CommitAsync(AuthCommand command, Caller caller) =>
        context.HeaderMessage((await context.ProposeAsync(command, caller).ConfigureAwait(false)).Revision);
}
