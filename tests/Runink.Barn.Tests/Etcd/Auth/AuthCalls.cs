using Runink.Protocol;
using Runink.Rpc;
using static Runink.Barn.Tests.EtcdCalls;

namespace Runink.Barn.Tests;

/// <summary>Users and roles, as an administrator would manage them; a user's password is its name.</summary>
internal static class AuthCalls
{
    /// <summary>Switches authentication on, with root and with ann, who may do everything to what begins with "a/".</summary>
    /// <returns>A token of root.</returns>
    public static async Task<string> EnableAuthAsync(this RpcChannel channel)
    {
        await channel.AddUserAsync("root");
        await channel.GrantRoleAsync("root", "root");
        await channel.AddUserAsync("ann");
        await channel.AuthAsync<AuthRoleAddRequest, AuthRoleAddResponse>("RoleAdd", new AuthRoleAddRequest { Name = "keeper" });
        var permission = new Permission { PermType = Permission.Types.Type.Readwrite, Key = Utf8("a/"), RangeEnd = Utf8("a0") };
        await channel.AuthAsync<AuthRoleGrantPermissionRequest, AuthRoleGrantPermissionResponse>(
            "RoleGrantPermission", new AuthRoleGrantPermissionRequest { Name = "keeper", Perm = permission });
        await channel.GrantRoleAsync("ann", "keeper");
        await channel.AuthAsync<AuthEnableRequest, AuthEnableResponse>("AuthEnable", new AuthEnableRequest());
        return await channel.SignInAsync("root");
    }

    public static Task AddUserAsync(this RpcChannel channel, string name, string? token = null) =>
        channel.AuthAsync<AuthUserAddRequest, AuthUserAddResponse>("UserAdd", new AuthUserAddRequest { Name = name, Password = name }, token);

    public static Task GrantRoleAsync(this RpcChannel channel, string user, string role, string? token = null) =>
        channel.AuthAsync<AuthUserGrantRoleRequest, AuthUserGrantRoleResponse>(
            "UserGrantRole", new AuthUserGrantRoleRequest { User = user, Role = role }, token);

    public static Task RevokeRoleAsync(this RpcChannel channel, string user, string role, string? token = null) =>
        channel.AuthAsync<AuthUserRevokeRoleRequest, AuthUserRevokeRoleResponse>(
            "UserRevokeRole", new AuthUserRevokeRoleRequest { Name = user, Role = role }, token);

    public static async Task<string> SignInAsync(this RpcChannel channel, string name) =>
        (await channel.AuthAsync<AuthenticateRequest, AuthenticateResponse>(
            "Authenticate", new AuthenticateRequest { Name = name, Password = name })).Token;

    private static Task<TResponse> AuthAsync<TRequest, TResponse>(this RpcChannel channel, string method, TRequest request, string? token = null)
        where TRequest : class, Google.Protobuf.IMessage<TRequest>, new()
        where TResponse : class, Google.Protobuf.IMessage<TResponse>, new() =>
        channel.CallAsync<TRequest, TResponse>(EtcdCalls.Auth, method, request, token);
}
