namespace Runink.Barn.Tests.Serving;

public sealed class IdentityTests
{
    [Fact]
    public void Ids_are_those_that_etcd_would_give()
    {
        // What every etcd that is started without flags shows.
        var identity = MemberIdentity.Derive(["http://localhost:2380"], "etcd-cluster");
        Assert.Equal((0xcdf818194e3a8c32, 0x8e9e05c52164694d), (identity.ClusterId, identity.MemberId));
    }

    [Fact]
    public void Ids_differ_by_token_and_not_by_the_order_of_urls()
    {
        Assert.Equal(MemberIdentity.Derive(["a", "b"], "t"), MemberIdentity.Derive(["b", "a"], "t"));
        Assert.NotEqual(MemberIdentity.Derive(["a", "b"], "t"), MemberIdentity.Derive(["a", "b"], "u"));
    }

    [Fact]
    public void A_directory_keeps_the_identity_that_it_was_given()
    {
        using var folder = new TemporaryFolder();
        using var disk = new FileDisk(folder.Path);
        Assert.Null(IdentityFile.Read(disk));
        IdentityFile.Write(disk, new(ulong.MaxValue, 1));
        Assert.Equal(new MemberIdentity(ulong.MaxValue, 1), IdentityFile.Read(disk));
    }

    [Theory]
    [InlineData("")]
    [InlineData("runink-barn-identity 2 ffffffffffffffff 0000000000000001 00000000\n")]
    [InlineData("runink-barn-identity 1 ffffffffffffffff 0000000000000001 00000000\n")]
    [InlineData("runink-barn-identity 1 ffffffffffffffff\n")]
    [InlineData("something else\n")]
    public void A_damaged_identity_is_refused(string text)
    {
        using var folder = new TemporaryFolder();
        using var disk = new FileDisk(folder.Path);
        File.WriteAllText(Path.Combine(folder.Path, IdentityFile.Name), text);
        Assert.Throws<InvalidDataException>(() => IdentityFile.Read(disk));
    }
}
