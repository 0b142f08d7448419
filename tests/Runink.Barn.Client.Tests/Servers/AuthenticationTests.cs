using Runink.Store;

namespace Runink.Barn.Client.Tests.Servers;

public sealed class AuthenticationTests : IAsyncLifetime
{
    private EtcdServer _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await EtcdServer.StartAsync("--bcrypt-cost", "4");
        await _server.ControlAsync("user", "add", "root:secret");
        await _server.ControlAsync("user", "grant-role", "root", "root");
        await _server.ControlAsync("user", "add", "ann:pass");
        await _server.ControlAsync("role", "add", "reader");
        await _server.ControlAsync("role", "grant-permission", "reader", "readwrite", "a/", "a0");
        await _server.ControlAsync("user", "grant-role", "ann", "reader");
        await _server.ControlAsync("auth", "enable");
    }

    public ValueTask DisposeAsync() => _server is null ? default : _server.DisposeAsync();

    [Fact]
    public async Task A_user_may_do_what_its_roles_allow_and_nothing_else()
    {
        await using var store = Open("ann", "pass");
        var put = await store.PutAsync("a/1", "v"u8.ToArray(), 0, Cancel);
        Assert.Equal(1, (await store.ListAsync("a/", Cancel)).Count);
        Assert.Equal(put, (await FirstAsync(store, KeyRange.Prefix("a/"), put)).Revision);
        await DeniedAsync(async () => await store.ListAsync("b/", Cancel));
        await DeniedAsync(async () => await store.PutAsync("b/1", default, 0, Cancel));
        await DeniedAsync(() => FirstAsync(store, KeyRange.Prefix("b/"), 1));
    }

    [Theory]
    [InlineData("ann", "xyzzy-17")]
    [InlineData("nobody", "plugh-18")]
    public async Task A_wrong_password_is_refused_at_once_and_not_shown(string user, string password)
    {
        await using var store = Open(user, password);
        var error = await DeniedAsync(async () => await store.PutAsync("a/1", default, 0, Cancel));
        Assert.DoesNotContain(password, error.ToString(), StringComparison.Ordinal);
        await DeniedAsync(async () => await store.GetAsync("a/1", Cancel));
        await DeniedAsync(() => FirstAsync(store, KeyRange.Single("a/1"), 1));
        var options = new BarnStoreOptions { Endpoints = [], User = new BarnUser(user, password) };
        Assert.DoesNotContain(password, $"{options}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_refused_where_users_are_asked_for()
    {
        await using var store = _server.Open();
        await DeniedAsync(async () => await store.GetAsync("a/1", Cancel));
        await DeniedAsync(() => FirstAsync(store, KeyRange.Single("a/1"), 1));
    }

    [Fact]
    public async Task A_token_that_the_server_forgot_is_fetched_anew_for_calls_and_watches()
    {
        await using var store = Open("ann", "pass");
        var put = await store.PutAsync("a/1", default, 0, Cancel);
        await using var watch = store.WatchAsync(KeyRange.Prefix("a/"), put, Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await watch.MoveNextAsync());
        await _server.KillAsync();
        await _server.StartAgainAsync();
        var next = watch.MoveNextAsync().AsTask();
        var again = await store.PutAsync("a/1", default, 0, Cancel);
        Assert.True(await next);
        Assert.Equal(again, watch.Current.Revision);
    }

    [Fact]
    public async Task A_token_from_before_a_change_of_roles_is_renewed()
    {
        await using var store = Open("ann", "pass");
        await store.PutAsync("a/1", default, 0, Cancel);
        await _server.ControlAsync("--user", "root:secret", "role", "grant-permission", "reader", "readwrite", "c");
        Assert.True(await store.PutAsync("c", default, 0, Cancel) > 0);
    }

    [Fact]
    public async Task A_user_from_before_authentication_was_switched_on_logs_in_then()
    {
        await _server.ControlAsync("--user", "root:secret", "auth", "disable");
        await using var store = Open("ann", "pass");
        await using var nobody = _server.Open();
        var put = await store.PutAsync("a/1", default, 0, Cancel);
        await nobody.PutAsync("a/2", default, 0, Cancel);
        await _server.ControlAsync("auth", "enable");
        Assert.Equal(put, (await FirstAsync(store, KeyRange.Prefix("a/"), put)).Revision);
        Assert.True(await store.PutAsync("a/1", default, 0, Cancel) > put);
        await DeniedAsync(async () => await store.PutAsync("b/1", default, 0, Cancel));
        await DeniedAsync(async () => await nobody.PutAsync("a/2", default, 0, Cancel));
    }

    [Fact]
    public async Task A_change_is_the_first_call_that_may_find_authentication_switched_on()
    {
        await _server.ControlAsync("--user", "root:secret", "auth", "disable");
        await using var store = Open("ann", "pass");
        var put = await store.PutAsync("a/1", default, 0, Cancel);
        await _server.ControlAsync("auth", "enable");
        Assert.True(await store.PutAsync("a/1", default, 0, Cancel) > put);
    }

    private static Task<StoreAccessDeniedException> DeniedAsync(Func<Task> call) =>
        Assert.ThrowsAsync<StoreAccessDeniedException>(call);

    private static async Task<StoreChange> FirstAsync(BarnStore store, KeyRange range, long from)
    {
        await using var watch = store.WatchAsync(range, from, Cancel).GetAsyncEnumerator(Cancel);
        await watch.MoveNextAsync();
        return watch.Current;
    }

    private BarnStore Open(string user, string password) =>
        _server.Open(options => options with { User = new BarnUser(user, password) });
}
