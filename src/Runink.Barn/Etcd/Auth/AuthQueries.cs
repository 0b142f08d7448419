using Runink.Protocol;

namespace Runink.Barn;

/// <summary>
/// The calls of the service Auth that only tell. A user may ask for itself and for its own roles; the rest is for root.
/// </summary>
internal sealed class AuthQueries(EtcdContext context)
{
    public async ValueTask<AuthStatusResponse> StatusAsync(AuthStatusRequest request, Caller caller)
    {
        var view = await context.ReadAsync().ConfigureAwait(false);
        return new AuthStatusResponse
        {
            Header = context.HeaderMessage(view.Revision),
            Enabled = view.Auth.Enabled,
            AuthRevision = (ulong)view.Auth.Revision,
        };
    }

    public async ValueTask<AuthUserGetResponse> GetUserAsync(AuthUserGetRequest request, Caller caller)
    {
        var view = await context.ReadAsync().ConfigureAwait(false);
        if (caller.User != request.Name || caller.User is null) EtcdErrors.ThrowIfError(view.Auth.CheckAdmin(caller.User));
        if (view.Auth.FindUser(request.Name) is not { } user) throw KvErrors.UserNotFound.ToException();
        return new AuthUserGetResponse { Header = context.HeaderMessage(view.Revision), Roles = { user.Roles } };
    }

    public async ValueTask<AuthUserListResponse> ListUsersAsync(AuthUserListRequest request, Caller caller)
    {
        var view = await AdminViewAsync(caller).ConfigureAwait(false);
        var response = new AuthUserListResponse { Header = context.HeaderMessage(view.Revision) };
        foreach (var user in view.Auth.Users) response.Users.Add(user.Name);
        return response;
    }

    public async ValueTask<AuthRoleGetResponse> GetRoleAsync(AuthRoleGetRequest request, Caller caller)
    {
        var view = await context.ReadAsync().ConfigureAwait(false);
        if (caller.User is null || view.Auth.FindUser(caller.User)?.HasRole(request.Role) != true)
            EtcdErrors.ThrowIfError(view.Auth.CheckAdmin(caller.User));
        if (view.Auth.FindRole(request.Role) is not { } role) throw KvErrors.RoleNotFound.ToException();
        var response = new AuthRoleGetResponse { Header = context.HeaderMessage(view.Revision) };
        foreach (var permission in role.Permissions) response.Perm.Add(ToMessage(permission));
        return response;
    }

    public async ValueTask<AuthRoleListResponse> ListRolesAsync(AuthRoleListRequest request, Caller caller)
    {
        var view = await AdminViewAsync(caller).ConfigureAwait(false);
        var response = new AuthRoleListResponse { Header = context.HeaderMessage(view.Revision) };
        foreach (var role in view.Auth.Roles) response.Roles.Add(role.Name);
        return response;
    }

    private async ValueTask<KvView> AdminViewAsync(Caller caller)
    {
        var view = await context.ReadAsync().ConfigureAwait(false);
        EtcdErrors.ThrowIfError(view.Auth.CheckAdmin(caller.User));
        return view;
    }

    private static Permission ToMessage(KvPermission permission) => new()
    {
        PermType = (Permission.Types.Type)(int)permission.Kind,
        Key = KvMessages.Wrap(permission.Key),
        RangeEnd = KvMessages.Wrap(permission.RangeEnd),
    };
}
