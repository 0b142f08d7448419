using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>etcd's service Auth.</summary>
internal sealed class AuthService(EtcdContext context)
{
    private readonly AuthChanges _changes = new(context);
    private readonly AuthQueries _queries = new(context);

    public RpcService Describe() => new(
        AuthReflection.Descriptor.Services[0],
        Method<AuthEnableRequest, AuthEnableResponse>("AuthEnable", _changes.EnableAsync),
        Method<AuthDisableRequest, AuthDisableResponse>("AuthDisable", _changes.DisableAsync),
        Method<AuthStatusRequest, AuthStatusResponse>("AuthStatus", _queries.StatusAsync),
        Method<AuthenticateRequest, AuthenticateResponse>("Authenticate", new Authenticator(context).AuthenticateAsync),
        Method<AuthUserAddRequest, AuthUserAddResponse>("UserAdd", _changes.AddUserAsync),
        Method<AuthUserGetRequest, AuthUserGetResponse>("UserGet", _queries.GetUserAsync),
        Method<AuthUserListRequest, AuthUserListResponse>("UserList", _queries.ListUsersAsync),
        Method<AuthUserDeleteRequest, AuthUserDeleteResponse>("UserDelete", _changes.DeleteUserAsync),
        Method<AuthUserChangePasswordRequest, AuthUserChangePasswordResponse>("UserChangePassword", _changes.ChangePasswordAsync),
        Method<AuthUserGrantRoleRequest, AuthUserGrantRoleResponse>("UserGrantRole", _changes.GrantRoleAsync),
        Method<AuthUserRevokeRoleRequest, AuthUserRevokeRoleResponse>("UserRevokeRole", _changes.RevokeRoleAsync),
        Method<AuthRoleAddRequest, AuthRoleAddResponse>("RoleAdd", _changes.AddRoleAsync),
        Method<AuthRoleGetRequest, AuthRoleGetResponse>("RoleGet", _queries.GetRoleAsync),
        Method<AuthRoleListRequest, AuthRoleListResponse>("RoleList", _queries.ListRolesAsync),
        Method<AuthRoleDeleteRequest, AuthRoleDeleteResponse>("RoleDelete", _changes.DeleteRoleAsync),
        Method<AuthRoleGrantPermissionRequest, AuthRoleGrantPermissionResponse>(
            "RoleGrantPermission", _changes.GrantPermissionAsync),
        Method<AuthRoleRevokePermissionRequest, AuthRoleRevokePermissionResponse>(
            "RoleRevokePermission", _changes.RevokePermissionAsync));

    private RpcMethod Method<TRequest, TResponse>(string name, Func<TRequest, Caller, ValueTask<TResponse>> handler)
        where TRequest : class, Google.Protobuf.IMessage<TRequest>, new()
        where TResponse : class, Google.Protobuf.IMessage<TResponse>, new() =>
        RpcMethod.Unary(name, Marshaller.Protobuf<TRequest>(), Marshaller.Protobuf<TResponse>(),
            context.Known<TRequest, TResponse>((request, caller) => handler(request, EtcdContext.RequireSystem(caller))));
}
