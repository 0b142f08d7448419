using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv;

/// <summary>Root, and alice who reads [a, c) and writes b; authentication is on.</summary>
public static class AuthScenario
{
    public static KvCommand[] Commands =>
    [
        new UserAddCommand("root", B("hash")),
        new UserGrantRoleCommand("root", "root"),
        new UserAddCommand("alice", B("hash")),
        new RoleAddCommand("reader"),
        new RoleAddCommand("writer"),
        new RoleGrantPermissionCommand("reader", new(KvPermissionKind.Read, B("a"), B("c"))),
        new RoleGrantPermissionCommand("writer", new(KvPermissionKind.Write, B("b"))),
        new UserGrantRoleCommand("alice", "reader"),
        new UserGrantRoleCommand("alice", "writer"),
        new AuthEnableCommand(),
    ];
}
