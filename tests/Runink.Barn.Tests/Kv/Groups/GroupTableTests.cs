namespace Runink.Barn.Tests.Kv.Groups;

public sealed class GroupTableTests
{
    private readonly Bench _kv = new();

    [Fact]
    public void Ids_count_up_and_are_never_given_again()
    {
        Assert.Equal(2UL, Create("a").Id);
        Assert.Equal(3UL, Create("b").Id);
        Assert.Null(_kv.Error(new GroupRemoveCommand("b")));
        Assert.Equal(4UL, Create("b").Id);
        Assert.Equal([2UL, 4], _kv.View.Groups.All.Select(group => group.Id));
        Assert.Equal("b", _kv.View.Groups.Find(4UL)!.Name);
        Assert.Null(_kv.View.Groups.Find(3UL));
    }

    [Fact]
    public void Two_groups_never_have_the_same_name()
    {
        Create("a");
        Assert.Equal(KvErrors.GroupExists, _kv.Error(new GroupCreateCommand("a", [1])));
        Assert.Equal(KvErrors.GroupExists, _kv.Error(new GroupCreateCommand("sys", [1])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("1a")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a_b")]
    [InlineData("ä")]
    [InlineData("a234567890123456789012345678901234567890123456789012345678901234")]
    public void A_name_is_letters_digits_and_dashes(string name) =>
        Assert.Equal(KvErrors.GroupNameInvalid, _kv.Error(new GroupCreateCommand(name, [1])));

    [Fact]
    public void What_is_not_there_is_not_removed_and_nor_is_the_platform()
    {
        Assert.Equal(KvErrors.GroupNotFound, _kv.Error(new GroupRemoveCommand("a")));
        Assert.Equal(KvErrors.GroupIsSystem, _kv.Error(new GroupRemoveCommand("sys")));
    }

    [Fact]
    public void Whoever_was_removed_founds_no_group_and_nor_does_nobody()
    {
        _kv.Apply(new MemberForgetCommand(3));
        Assert.Equal(KvErrors.MemberNotFound, _kv.Error(new GroupCreateCommand("a", [1, 2, 3])));
        Assert.Equal(KvErrors.MemberNotFound, _kv.Error(new GroupCreateCommand("a", [])));
        Assert.Equal(KvErrors.MemberNotFound, _kv.Error(new GroupCreateCommand("a", [2, 1])));
        Assert.Null(_kv.Error(new GroupCreateCommand("a", [1, 2])));
    }

    [Fact]
    public void A_quota_is_kept_and_is_not_negative()
    {
        Assert.Equal(KvErrors.GroupQuotaInvalid, _kv.Error(new GroupCreateCommand("a", [1], QuotaBytes: -1)));
        var without = Create("without").Id;
        var hash = _kv.View.StateHash();
        Assert.Null(_kv.Error(new GroupCreateCommand("with", [1], 4096)));
        Assert.NotEqual(hash, _kv.View.StateHash());
        Assert.Equal(4096, _kv.View.Groups.Find("with")!.QuotaBytes);
        Assert.Equal(0, _kv.View.Groups.Find(without)!.QuotaBytes);
    }

    [Fact]
    public void There_are_4096_groups_at_most()
    {
        for (var i = 0; i < 4096; i++) Create($"g{i}");
        Assert.Equal(KvErrors.TooManyGroups, _kv.Error(new GroupCreateCommand("one-more", [1])));
        _kv.Apply(new GroupRemoveCommand("g7"));
        Create("one-more");
    }

    [Fact]
    public void The_groups_and_the_last_id_are_part_of_the_hash_of_the_state()
    {
        var before = _kv.View.StateHash();
        Create("a");
        var with = _kv.View.StateHash();
        _kv.Apply(new GroupRemoveCommand("a"));
        var after = _kv.View.StateHash();
        Assert.Equal(3, new[] { before, with, after }.Distinct().Count());
    }

    [Fact]
    public void A_state_that_begins_anew_elsewhere_has_no_groups_and_gives_new_ids()
    {
        Create("a");
        _kv.Machine.EndGroup("a");
        Assert.Empty(_kv.View.Groups.All);
        Assert.Equal(3UL, Create("a").Id);
    }

    [Fact]
    public void While_authentication_is_on_only_root_changes_groups()
    {
        _kv.Apply(new UserAddCommand("root", default, true));
        _kv.Apply(new UserGrantRoleCommand("root", "root"));
        _kv.Apply(new UserAddCommand("alice", default, true));
        _kv.Apply(new AuthEnableCommand());
        _kv.User = "alice";
        Assert.Equal(KvErrors.PermissionDenied, _kv.Error(new GroupCreateCommand("a", [1])));
        _kv.User = "root";
        Create("a");
    }

    private GroupCreateResult Create(string name) => _kv.Apply<GroupCreateResult>(new GroupCreateCommand(name, [1]));
}
