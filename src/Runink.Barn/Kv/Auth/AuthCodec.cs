namespace Runink.Barn;

/// <summary>The binary form of users and roles.</summary>
internal static class AuthCodec
{
    public static void Write(KvWriter writer, KvAuth auth)
    {
        writer.Bool(auth.Enabled);
        writer.Unsigned((ulong)auth.Revision);
        writer.Unsigned((ulong)auth.UserTable.Length);
        foreach (var user in auth.UserTable)
        {
            writer.Text(user.Name);
            writer.Bytes(user.PasswordHash.Span);
            writer.Bool(user.NoPassword);
            writer.Unsigned((ulong)user.Roles.Length);
            foreach (var role in user.Roles) writer.Text(role);
        }
        writer.Unsigned((ulong)auth.RoleTable.Length);
        foreach (var role in auth.RoleTable)
        {
            writer.Text(role.Name);
            writer.Unsigned((ulong)role.Permissions.Length);
            foreach (var permission in role.Permissions)
            {
                writer.Byte((byte)permission.Kind);
                writer.Bytes(permission.Key.Span);
                writer.Bytes(permission.RangeEnd.Span);
            }
        }
    }

    public static KvAuth Read(ref KvReader reader)
    {
        var enabled = reader.Bool();
        var revision = reader.Count();
        var users = new KvUser[reader.Elements()];
        for (var i = 0; i < users.Length; i++)
        {
            var name = reader.Text();
            var hash = reader.Bytes().ToArray();
            var noPassword = reader.Bool();
            var roles = new string[reader.Elements()];
            for (var j = 0; j < roles.Length; j++) roles[j] = reader.Text();
            users[i] = new(name, hash, noPassword, roles);
        }
        var table = new KvRole[reader.Elements()];
        for (var i = 0; i < table.Length; i++)
        {
            var name = reader.Text();
            var permissions = new KvPermission[reader.Elements()];
            for (var j = 0; j < permissions.Length; j++)
                permissions[j] = new(reader.Enum(KvPermissionKind.ReadWrite), reader.Bytes().ToArray(), reader.Bytes().ToArray());
            table[i] = new(name, permissions);
        }
        return new(enabled, revision, users, table);
    }
}
