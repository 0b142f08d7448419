namespace Runink.Barn.Tests;

public sealed class CallerTests
{
    private static readonly KvUser Ann = new("ann", new byte[] { 1 }, false, []);

    [Fact]
    public void A_user_is_the_same_in_a_newer_state_unless_its_password_is_another()
    {
        var (then, roles, password, gone) = (Auth(3, Ann), Auth(4, Ann with { Roles = ["r"] }), Auth(4, Ann with { PasswordHash = new byte[] { 2 } }), Auth(4));
        var caller = new Caller(null!, "ann", then.Revision, then);
        Assert.Equal([3L, 4L, 3L, 3L], new[] { then, roles, password, gone }.Select(caller.RevisionIn));
    }

    [Fact]
    public void A_certificate_does_not_end_with_a_password_and_nobody_stays_nobody()
    {
        Assert.Equal(4, new Caller(null!, "ann", 3).RevisionIn(Auth(4, Ann with { PasswordHash = new byte[] { 2 } })));
        Assert.Equal(0, new Caller(null!).RevisionIn(Auth(4, Ann)));
    }

    private static KvAuth Auth(long revision, params KvUser[] users) => new(true, revision, users, []);
}
