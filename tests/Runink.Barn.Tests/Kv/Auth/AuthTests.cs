using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Auth;

public sealed class AuthTests
{
    private readonly Bench _kv = new();

    [Fact]
    public void Authentication_needs_the_user_root_with_the_role_root()
    {
        Assert.Same(KvErrors.RootUserNotExist, _kv.Error(new AuthEnableCommand()));
        _kv.Apply(new UserAddCommand("root", B("hash")));
        Assert.Same(KvErrors.RootRoleNotExist, _kv.Error(new AuthEnableCommand()));
        _kv.Apply(new UserGrantRoleCommand("root", "root"));
        Assert.Null(_kv.Error(new AuthEnableCommand()));
        Assert.True(_kv.View.Auth.Enabled);
    }

    [Fact]
    public void Every_change_counts_and_what_changes_nothing_does_not()
    {
        Assert.Equal(1, _kv.View.Auth.Revision);
        foreach (var command in AuthScenario.Commands) _kv.Apply(command);
        Assert.Equal(10, _kv.View.Auth.Revision);
        _kv.User = "root";
        _kv.Apply(new UserGrantRoleCommand("alice", "reader"));
        _kv.Apply(new AuthEnableCommand());
        Assert.Equal(10, _kv.View.Auth.Revision);
        _kv.Apply(new AuthDisableCommand());
        Assert.Equal(11, _kv.View.Auth.Revision);
        Assert.Equal(1, _kv.View.Revision);
    }

    [Fact]
    public void Names_that_are_missing_taken_or_unknown_are_refused()
    {
        Assert.Same(KvErrors.UserEmpty, _kv.Error(new UserAddCommand("", B("hash"))));
        Assert.Same(KvErrors.RoleEmpty, _kv.Error(new RoleAddCommand("")));
        _kv.Apply(new UserAddCommand("u", B("hash")));
        _kv.Apply(new RoleAddCommand("r"));
        Assert.Same(KvErrors.UserAlreadyExists, _kv.Error(new UserAddCommand("u", B("hash"))));
        Assert.Same(KvErrors.RoleAlreadyExists, _kv.Error(new RoleAddCommand("r")));
        Assert.Same(KvErrors.UserNotFound, _kv.Error(new UserDeleteCommand("x")));
        Assert.Same(KvErrors.UserNotFound, _kv.Error(new UserChangePasswordCommand("x", B("hash"))));
        Assert.Same(KvErrors.UserNotFound, _kv.Error(new UserGrantRoleCommand("x", "r")));
        Assert.Same(KvErrors.RoleNotFound, _kv.Error(new UserGrantRoleCommand("u", "x")));
        Assert.Same(KvErrors.RoleNotGranted, _kv.Error(new UserRevokeRoleCommand("u", "r")));
        Assert.Same(KvErrors.RoleNotFound, _kv.Error(new RoleDeleteCommand("x")));
        Assert.Same(KvErrors.RoleNotFound, _kv.Error(new RoleGrantPermissionCommand("x", new(KvPermissionKind.Read, B("a")))));
        Assert.Same(KvErrors.PermissionNotGranted, _kv.Error(new RoleRevokePermissionCommand("r", B("a"))));
    }

    [Fact]
    public void Root_stays_root_while_authentication_is_on()
    {
        Enable("root");
        Assert.Same(KvErrors.InvalidAuthManagement, _kv.Error(new UserDeleteCommand("root")));
        Assert.Same(KvErrors.InvalidAuthManagement, _kv.Error(new UserRevokeRoleCommand("root", "root")));
        Assert.Same(KvErrors.InvalidAuthManagement, _kv.Error(new RoleDeleteCommand("root")));
        _kv.Apply(new AuthDisableCommand());
        Assert.Null(_kv.Error(new UserDeleteCommand("root")));
    }

    [Fact]
    public void Only_root_manages_users_and_roles()
    {
        Enable("alice");
        Assert.Same(KvErrors.PermissionDenied, _kv.Error(new UserAddCommand("bob", B("hash"))));
        _kv.User = null;
        Assert.Same(KvErrors.UserEmpty, _kv.Error(new AuthDisableCommand()));
        _kv.User = "nobody";
        Assert.Same(KvErrors.UserNotFound, _kv.Error(new AuthDisableCommand()));
    }

    [Fact]
    public void A_user_reads_and_writes_what_its_roles_permit_together()
    {
        Enable("alice");
        Assert.Null(_kv.Error(new PutCommand(B("b"), B("1"))));
        Assert.Same(KvErrors.PermissionDenied, _kv.Error(new PutCommand(B("a"), B("1"))));
        Assert.Null(_kv.Error(new PutCommand(B("b"), B("1"), PrevKv: true)));
        Assert.Null(_kv.Error(new RangeQuery(B("a"), B("c"))));
        Assert.Same(KvErrors.PermissionDenied, _kv.Error(new RangeQuery(B("a"), B("c\0"))));
        Assert.Same(KvErrors.PermissionDenied, _kv.Error(new RangeQuery(B("a"), B("\0"))));
        Assert.Same(KvErrors.PermissionDenied, _kv.Error(new DeleteRangeCommand(B("b"), B("c"))));
        Assert.Null(_kv.Error(new DeleteRangeCommand(B("b"), PrevKv: true)));
        _kv.User = "root";
        Assert.Null(_kv.Error(new DeleteRangeCommand(B("\0"), B("\0"))));
    }

    [Fact]
    public void What_the_key_was_is_told_only_to_who_may_read_it()
    {
        Enable("root");
        _kv.Apply(new RoleGrantPermissionCommand("writer", new(KvPermissionKind.Write, B("w"))));
        _kv.User = "alice";
        Assert.Null(_kv.Error(new PutCommand(B("w"), B("1"))));
        Assert.Same(KvErrors.PermissionDenied, _kv.Error(new PutCommand(B("w"), B("1"), PrevKv: true)));
        Assert.Same(KvErrors.PermissionDenied, _kv.Error(new DeleteRangeCommand(B("w"), PrevKv: true)));
        Assert.Same(KvErrors.PermissionDenied, _kv.Error(Txn([], [new PutCommand(B("w"), B("1"), PrevKv: true)])));
    }

    [Fact]
    public void A_transaction_needs_permission_for_all_of_it_also_what_stands_inside_or_is_not_carried_out()
    {
        Enable("alice");
        var allowed = new PutCommand(B("b"), B("1"));
        var denied = new PutCommand(B("a"), B("1"));
        Assert.Null(_kv.Error(Txn([], [allowed])));
        Assert.Same(KvErrors.PermissionDenied, _kv.Error(Txn([], [allowed], denied)));
        Assert.Same(KvErrors.PermissionDenied, _kv.Error(Txn([], [Txn([], [denied])])));
        Assert.Same(KvErrors.PermissionDenied, _kv.Error(Txn([new(KvCompareTarget.Mod, KvCompareResult.Equal, B("z"))], [])));
    }

    [Fact]
    public void A_lease_with_keys_that_one_may_not_write_can_be_neither_used_nor_ended()
    {
        Enable("root");
        _kv.Apply(new LeaseGrantCommand(7, 60));
        _kv.Put("secret", "1", 7);
        _kv.User = "alice";
        Assert.Same(KvErrors.PermissionDenied, _kv.Error(new PutCommand(B("b"), B("1"), 7)));
        Assert.Same(KvErrors.PermissionDenied, _kv.Error(new LeaseRevokeCommand(7)));
        _kv.User = null;
        Assert.Same(KvErrors.UserEmpty, _kv.Error(new LeaseRevokeCommand(7)));
        Assert.Null(_kv.Error(new LeaseRevokeCommand(7, Expired: true)));
    }

    [Fact]
    public void Who_was_authenticated_before_the_last_change_must_do_so_again()
    {
        Enable("alice");
        var old = _kv.View.Auth.Revision - 1;
        var put = new PutCommand(B("b"), B("1"));
        var at = _kv.Machine.AppliedIndex;
        Assert.Same(KvErrors.AuthOldRevision, _kv.Machine.Apply(at + 1, new(0, 0, 0, put, "alice", old)).Error);
        Assert.Same(KvErrors.UserEmpty, _kv.Machine.Apply(at + 2, new(0, 0, 0, put)).Error);
        Assert.Same(KvErrors.PermissionDenied, _kv.Machine.Apply(at + 3, new(0, 0, 0, put, "nobody", old + 1)).Error);
    }

    [Fact]
    public void Permissions_that_touch_cover_a_range_together()
    {
        Enable("root");
        _kv.Apply(new RoleGrantPermissionCommand("reader", new(KvPermissionKind.ReadWrite, B("c"), B("e"))));
        _kv.Apply(new RoleGrantPermissionCommand("reader", new(KvPermissionKind.Read, B("f"), B("\0"))));
        _kv.User = "alice";
        Assert.Null(_kv.Error(new RangeQuery(B("a"), B("e"))));
        Assert.Same(KvErrors.PermissionDenied, _kv.Error(new RangeQuery(B("a"), B("f"))));
        Assert.Null(_kv.Error(new RangeQuery(B("g"), B("\0"))));
        _kv.User = "root";
        _kv.Apply(new RoleDeleteCommand("reader"));
        _kv.User = "alice";
        Assert.Same(KvErrors.PermissionDenied, _kv.Error(new RangeQuery(B("a"))));
        Assert.Equal(["writer"], _kv.View.Auth.FindUser("alice")!.Roles);
    }

    private void Enable(string user)
    {
        foreach (var command in AuthScenario.Commands) Assert.Null(_kv.Error(command));
        _kv.Machine.Publish();
        _kv.User = user;
    }

    private static TxnCommand Txn(KvCompare[] compares, KvOperation[] success, params KvOperation[] failure) =>
        new(compares, success, failure);
}
