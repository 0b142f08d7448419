using System.Security.Cryptography;
using Runink.Barn;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cli.Commands.Cluster.Import;

/// <summary>
/// Copies roles, users, who has which role, and whether authentication is on; all of it may be done twice. No server tells a password
/// or its hash: whoever copies has theirs at the target too, every other user gets one that nobody knows.
/// </summary>
/// <param name="source">From where.</param>
/// <param name="target">To where.</param>
internal sealed class UserCopier(ClusterConnection source, ClusterConnection target)
{
    private const string Root = "root";
    private bool _isOn;

    /// <summary>Finds out whether one must log in, and as whom: at the target as at the source, unless told otherwise.</summary>
    /// <param name="copies">Whether users are to be copied.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task LogInAsync(bool copies, CancellationToken cancellation)
    {
        _isOn = await IsOnAsync(source, cancellation);
        if (!_isOn) source.Login = null;
        if (!await IsOnAsync(target, cancellation)) target.Login = null;
        else target.Login ??= source.Login;
        if (_isOn && copies && source.Login is null)
        {
            throw CliErrors.Usage("authentication is on at the source, whose passwords cannot be read: nobody could log in at the target",
                "give --from-user, who then has the same password at the target, or --no-users");
        }
    }

    /// <summary>Whether the target has users or roles.</summary>
    public async Task<bool> FindsSomeAsync(CancellationToken cancellation) =>
        (await target.CallAsync(EtcdCalls.UserList, new(), cancellation)).Users.Count > 0
        || (await target.CallAsync(EtcdCalls.RoleList, new(), cancellation)).Roles.Count > 0;

    /// <summary>Copies; before any key, so that what the source guards is never open at the target.</summary>
    /// <returns>The users who have a password now that nobody knows.</returns>
    public async Task<IReadOnlyList<string>> CopyAsync(CancellationToken cancellation)
    {
        var roles = (await source.CallAsync(EtcdCalls.RoleList, new(), cancellation)).Roles;
        foreach (var role in roles) await CopyRoleAsync(role, cancellation);
        var users = (await source.CallAsync(EtcdCalls.UserList, new(), cancellation)).Users;
        foreach (var user in users) await CopyUserAsync(user, cancellation);
        if (_isOn)
        {
            await target.CallAsync(EtcdCalls.AuthEnable, new(), cancellation);
            target.Login ??= source.Login;
        }

        return [.. users.Where(user => user != source.Login?.User)];
    }

    private async Task CopyRoleAsync(string role, CancellationToken cancellation)
    {
        await UnlessThereAsync(target.CallAsync(EtcdCalls.RoleAdd, new() { Name = role }, cancellation), KvErrors.RoleAlreadyExists);
        // Root may do everything, whatever is written down for it.
        if (role == Root) return;
        var there = await source.CallAsync(EtcdCalls.RoleGet, new() { Role = role }, cancellation);
        foreach (var permission in there.Perm)
            await target.CallAsync(EtcdCalls.RoleGrantPermission, new() { Name = role, Perm = permission }, cancellation);
    }

    private async Task CopyUserAsync(string user, CancellationToken cancellation)
    {
        var password = source.Login is { } login && login.User == user ? login.Password : RandomNumberGenerator.GetHexString(64);
        var add = new AuthUserAddRequest { Name = user, Password = password };
        await UnlessThereAsync(target.CallAsync(EtcdCalls.UserAdd, add, cancellation), KvErrors.UserAlreadyExists);
        var there = await source.CallAsync(EtcdCalls.UserGet, new() { Name = user }, cancellation);
        foreach (var role in there.Roles)
            await target.CallAsync(EtcdCalls.UserGrantRole, new() { User = user, Role = role }, cancellation);
    }

    private static async Task UnlessThereAsync<T>(Task<T> adding, KvError isThere)
    {
        try
        {
            await adding;
        }
        catch (RpcException e) when (e.Message == isThere.Message)
        {
            // By an earlier call that was interrupted.
        }
    }

    /// <summary>Asks for a token in nobody's name: servers of all versions say why there is none.</summary>
    private static async Task<bool> IsOnAsync(ClusterConnection connection, CancellationToken cancellation)
    {
        try
        {
            await connection.CallAsync(EtcdCalls.Authenticate, new(), cancellation);
            return true;
        }
        catch (RpcException e) when (e.Message == KvErrors.AuthNotEnabled.Message)
        {
            return false;
        }
        catch (RpcException e) when (e.Message == KvErrors.AuthFailed.Message)
        {
            return true;
        }
    }
}
