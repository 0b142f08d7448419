using Runink.Protocol;
using Runink.Rpc;
using static Runink.Barn.Tests.EtcdCalls;

namespace Runink.Barn.Tests;

public sealed class AuthServiceTests
{
    [Fact]
    public async Task Who_has_no_permission_is_refused_and_a_watch_ends_when_a_role_is_taken_away()
    {
        await using var host = await EtcdHost.StartAsync();
        var channel = host.Connect();
        var (root, alice) = await EnableAsync(channel);
        await channel.PutAsync("a/1", "x", root);
        Assert.Single((await channel.GetAsync("a/1", alice)).Kvs);
        await RefusedAsync(KvErrors.PermissionDenied, () => channel.GetAsync("b/1", alice));
        await RefusedAsync(KvErrors.PermissionDenied, () => channel.PutAsync("a/1", "y", alice));
        await RefusedAsync(KvErrors.UserEmpty, () => channel.GetAsync("a/1"));
        await RefusedAsync(KvErrors.InvalidAuthToken, () => channel.GetAsync("a/1", "made.up"));

        await using var watch = new WatchClient(channel, alice);
        Assert.True((await watch.CreateAsync("b/", "b0")).Canceled);
        var created = await watch.CreateAsync("a/", "a0");
        Assert.False(created.Canceled);
        await CallAsync<AuthUserRevokeRoleRequest, AuthUserRevokeRoleResponse>(
            channel, "UserRevokeRole", new AuthUserRevokeRoleRequest { Name = "alice", Role = "reader" }, root);
        await channel.PutAsync("a/1", "secret", root);
        var ended = await watch.NextAsync();
        Assert.Equal((created.WatchId, true, 0), (ended.WatchId, ended.Canceled, ended.Events.Count));
        Assert.Equal("rpc error: code = PermissionDenied desc = etcdserver: permission denied", ended.CancelReason);
    }

    [Fact]
    public async Task Other_groups_are_for_root_alone()
    {
        await using var host = await EtcdHost.StartAsync();
        var channel = host.Connect();
        await channel.AddGroupAsync("team");
        var (root, alice) = await EnableAsync(channel);
        await channel.PutInAsync("team", "a/1", "x", root);
        Assert.Single((await channel.GetInAsync("team", "a/1", root)).Kvs);
        await RefusedAsync(KvErrors.PermissionDenied, () => channel.GetInAsync("team", "a/1", alice));
        await RefusedAsync(KvErrors.PermissionDenied, () => channel.PutInAsync("team", "a/1", "y", alice));
        await RefusedAsync(KvErrors.UserEmpty, () => channel.GetInAsync("team", "a/1"));
        await RefusedAsync(KvErrors.PermissionDenied, () => channel.AddGroupAsync("mine", alice));
    }

    [Fact]
    public async Task A_token_ends_with_the_password_it_was_given_for()
    {
        await using var host = await EtcdHost.StartAsync();
        var channel = host.Connect();
        var (root, alice) = await EnableAsync(channel);
        await RefusedAsync(KvErrors.AuthFailed, () => SignInAsync(channel, "alice", "wrong"));
        await RefusedAsync(KvErrors.AuthFailed, () => SignInAsync(channel, "nobody", "x"));
        await CallAsync<AuthUserChangePasswordRequest, AuthUserChangePasswordResponse>(
            channel, "UserChangePassword", new AuthUserChangePasswordRequest { Name = "alice", Password = "other" }, root);
        await RefusedAsync(KvErrors.InvalidAuthToken, () => channel.GetAsync("a/1", alice));
        await channel.GetAsync("a/1", await SignInAsync(channel, "alice", "other"));
        await CallAsync<AuthUserDeleteRequest, AuthUserDeleteResponse>(channel, "UserDelete", new AuthUserDeleteRequest { Name = "alice" }, root);
        await RefusedAsync(KvErrors.AuthFailed, () => SignInAsync(channel, "alice", "other"));
    }

    [Fact]
    public async Task The_keys_of_a_lease_are_told_only_to_those_who_may_read_them()
    {
        await using var host = await EtcdHost.StartAsync();
        var channel = host.Connect();
        var (root, alice) = await EnableAsync(channel);
        var lease = await channel.CallAsync<LeaseGrantRequest, LeaseGrantResponse>(EtcdCalls.Lease, "LeaseGrant", new LeaseGrantRequest { TTL = 100 }, root);
        await channel.PutAsync(new PutRequest { Key = Utf8("b/1"), Lease = lease.ID }, root);
        await RefusedAsync(KvErrors.PermissionDenied, () => channel.CallAsync<LeaseTimeToLiveRequest, LeaseTimeToLiveResponse>(
            EtcdCalls.Lease, "LeaseTimeToLive", new LeaseTimeToLiveRequest { ID = lease.ID, Keys = true }, alice));
    }

    [Fact]
    public void A_token_is_good_on_every_member_of_its_cluster_for_a_while()
    {
        var time = new ManualTime();
        var options = new EtcdOptions { TokenLifetime = TimeSpan.FromMinutes(5) };
        var (here, there, elsewhere) = (new AuthTokens(options, 1, time), new AuthTokens(options, 1, time), new AuthTokens(options, 2, time));
        var user = new KvUser("ü.x", new byte[] { 1, 2, 3 }, false, []);
        var auth = new KvAuth(true, 1, [user], []);
        var token = here.Make(user);
        Assert.Equal("ü.x", there.Find(token, auth));
        Assert.Null(elsewhere.Find(token, auth));
        time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal("ü.x", there.Find(token, auth));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(there.Find(token, auth));
    }

    [Fact]
    public void A_token_ends_with_the_password_and_cannot_be_made_up()
    {
        var tokens = new AuthTokens(new EtcdOptions(), 1, new ManualTime());
        var user = new KvUser("u", new byte[] { 1 }, false, []);
        var token = tokens.Make(user);
        Assert.Null(tokens.Find(token, new KvAuth(true, 2, [user with { PasswordHash = new byte[] { 2 } }], [])));
        Assert.Null(tokens.Find(token, new KvAuth(true, 2, [], [])));
        var auth = new KvAuth(true, 1, [user, new KvUser("v", new byte[] { 1 }, false, []), new KvUser("w", default, true, [])], []);
        var parts = token.Split('.');
        string[] forged =
        [
            "", ".", "..", "u", $"{parts[0]}.{parts[1]}", $"{parts[0]}.{parts[1]}.", $"dg.{parts[1]}.{parts[2]}", $"{parts[0]}.{parts[1]}0.{parts[2]}",
            $"{parts[0]}.{parts[1]}.{parts[2][..^1]}", $"{token}.{parts[2]}", tokens.Make(new KvUser("w", default, true, [])), "%.1.x", "dQ.x.x",
        ];
        Assert.All(forged, text => Assert.Null(tokens.Find(text, auth)));
        Assert.Equal("u", tokens.Find(token, auth));
    }

    [Fact]
    public void A_password_matches_its_own_hash_only()
    {
        var hash = PasswordHash.Make("secret", 10);
        Assert.True(PasswordHash.Matches(hash, "secret", 10));
        Assert.False(PasswordHash.Matches(hash, "Secret", 10));
        Assert.False(PasswordHash.Matches([], "", 10));
        Assert.NotEqual(hash, PasswordHash.Make("secret", 10));
    }

    private static async Task<(string Root, string Alice)> EnableAsync(RpcChannel channel)
    {
        await CallAsync<AuthUserAddRequest, AuthUserAddResponse>(channel, "UserAdd", new AuthUserAddRequest { Name = "root", Password = "r" });
        await CallAsync<AuthUserGrantRoleRequest, AuthUserGrantRoleResponse>(channel, "UserGrantRole", new AuthUserGrantRoleRequest { User = "root", Role = "root" });
        await CallAsync<AuthUserAddRequest, AuthUserAddResponse>(channel, "UserAdd", new AuthUserAddRequest { Name = "alice", Password = "a" });
        await CallAsync<AuthRoleAddRequest, AuthRoleAddResponse>(channel, "RoleAdd", new AuthRoleAddRequest { Name = "reader" });
        var permission = new Permission { PermType = Permission.Types.Type.Read, Key = Utf8("a/"), RangeEnd = Utf8("a0") };
        await CallAsync<AuthRoleGrantPermissionRequest, AuthRoleGrantPermissionResponse>(
            channel, "RoleGrantPermission", new AuthRoleGrantPermissionRequest { Name = "reader", Perm = permission });
        await CallAsync<AuthUserGrantRoleRequest, AuthUserGrantRoleResponse>(channel, "UserGrantRole", new AuthUserGrantRoleRequest { User = "alice", Role = "reader" });
        await CallAsync<AuthEnableRequest, AuthEnableResponse>(channel, "AuthEnable", new AuthEnableRequest());
        return (await SignInAsync(channel, "root", "r"), await SignInAsync(channel, "alice", "a"));
    }

    private static async Task<string> SignInAsync(RpcChannel channel, string name, string password) =>
        (await CallAsync<AuthenticateRequest, AuthenticateResponse>(channel, "Authenticate", new AuthenticateRequest { Name = name, Password = password })).Token;

    private static Task<TResponse> CallAsync<TRequest, TResponse>(RpcChannel channel, string method, TRequest request, string? token = null)
        where TRequest : class, Google.Protobuf.IMessage<TRequest>, new()
        where TResponse : class, Google.Protobuf.IMessage<TResponse>, new() =>
        channel.CallAsync<TRequest, TResponse>(EtcdCalls.Auth, method, request, token);

    private sealed class ManualTime : TimeProvider
    {
        private long _ticks = 1;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(_ticks);

        public void Advance(TimeSpan span) => _ticks += span.Ticks;
    }
}
