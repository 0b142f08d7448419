using System.Buffers;

namespace Runink.Barn;

/// <summary>
/// Users, roles and whether authentication is on, as of a view. Immutable, safe for any thread. What a user may do is worked out
/// when first asked and kept for as long as nothing about users and roles changes.
/// </summary>
public sealed class KvAuth
{
    /// <summary>The user that must exist, and the role that may do everything.</summary>
    public const string Root = "root";

    private readonly UserPermissions?[] _permissions;

    internal KvAuth(bool enabled, long revision, KvUser[] users, KvRole[] roles)
    {
        Enabled = enabled;
        Revision = revision;
        UserTable = users;
        RoleTable = roles;
        _permissions = new UserPermissions?[users.Length];
    }

    /// <summary>Whether authentication is on.</summary>
    public bool Enabled { get; }

    /// <summary>Counts the changes of users and roles; the first is 1.</summary>
    public long Revision { get; }

    /// <summary>The users by name.</summary>
    public IReadOnlyList<KvUser> Users => UserTable;

    /// <summary>The roles by name.</summary>
    public IReadOnlyList<KvRole> Roles => RoleTable;

    internal static KvAuth Initial { get; } = new(false, 1, [], []);

    internal KvUser[] UserTable { get; }

    internal KvRole[] RoleTable { get; }

    /// <summary>A user, or null when there is none of that name.</summary>
    public KvUser? FindUser(string name) => UserIndex(name) is var at && at >= 0 ? UserTable[at] : null;

    /// <summary>A role, or null when there is none of that name.</summary>
    public KvRole? FindRole(string name) => RoleIndex(name) is var at && at >= 0 ? RoleTable[at] : null;

    /// <summary>Whether a user may manage users and roles.</summary>
    /// <returns>Why not, or null.</returns>
    public KvError? CheckAdmin(string? user)
    {
        if (!Enabled) return null;
        if (string.IsNullOrEmpty(user)) return KvErrors.UserEmpty;
        if (FindUser(user) is not { } found) return KvErrors.UserNotFound;
        return found.HasRole(Root) ? null : KvErrors.PermissionDenied;
    }

    /// <summary>Whether a user, authenticated at a revision of users and roles, may read a range.</summary>
    /// <returns>Why not, or null.</returns>
    public KvError? CheckRead(string? user, long authRevision, ReadOnlySpan<byte> key, ReadOnlySpan<byte> rangeEnd) =>
        Check(user, authRevision, key, rangeEnd, write: false);

    /// <summary>Whether a user, authenticated at a revision of users and roles, may put or delete a range.</summary>
    /// <returns>Why not, or null.</returns>
    public KvError? CheckWrite(string? user, long authRevision, ReadOnlySpan<byte> key, ReadOnlySpan<byte> rangeEnd) =>
        Check(user, authRevision, key, rangeEnd, write: true);

    internal int UserIndex(string name) => IndexOf(UserTable, name, static user => user.Name);

    internal int RoleIndex(string name) => IndexOf(RoleTable, name, static role => role.Name);

    internal UInt128 Hash()
    {
        var bytes = new ArrayBufferWriter<byte>();
        AuthCodec.Write(new(bytes), this);
        return VersionHash.Of(2, VersionHash.Digest(bytes.WrittenSpan));
    }

    private KvError? Check(string? user, long authRevision, ReadOnlySpan<byte> key, ReadOnlySpan<byte> rangeEnd, bool write)
    {
        if (!Enabled) return null;
        if (user is null || authRevision == 0) return KvErrors.UserEmpty;
        if (authRevision < Revision) return KvErrors.AuthOldRevision;
        var at = UserIndex(user);
        if (at < 0) return KvErrors.PermissionDenied;
        if (UserTable[at].HasRole(Root)) return null;
        var permissions = _permissions[at] ??= new(this, UserTable[at]);
        return (write ? permissions.Write : permissions.Read).Covers(key, rangeEnd) ? null : KvErrors.PermissionDenied;
    }

    /// <summary>The place of a name, or the complement of where it would stand.</summary>
    private static int IndexOf<T>(T[] table, string name, Func<T, string> nameOf)
    {
        int low = 0, high = table.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(nameOf(table[middle]), name);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle;
        }
        return ~low;
    }
}
