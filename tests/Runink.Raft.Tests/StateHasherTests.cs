namespace Runink.Raft.Tests;

public sealed class StateHasherTests
{
    [Fact]
    public void The_hash_of_a_state_is_the_same_in_every_process()
    {
        var hasher = new StateHasher();
        Assert.Equal("23095b9bc443c7682b5ef7b4ef94444a", hasher.Value.ToString("x32"));
        hasher.Add(7L);
        hasher.Add(true);
        hasher.Add(false);
        hasher.Add(new NodeId(3));
        hasher.Add(new Term(4));
        hasher.Add(new LogIndex(5));
        hasher.Add(new UInt128(6, 7));
        hasher.Add([8, 9]);
        Assert.Equal("8c495d4e78a27e5465749067b7f63606", hasher.Value.ToString("x32"));
    }

    [Fact]
    public void What_comes_later_does_not_undo_what_came_before()
    {
        HashSet<UInt128> seen = [];
        for (var a = 0L; a < 40; a++)
        {
            for (var b = 0L; b < 40; b++)
            {
                var hasher = new StateHasher();
                hasher.Add(a);
                hasher.Add(b);
                Assert.True(seen.Add(hasher.Value), $"{a},{b}");
            }
        }
    }

    [Fact]
    public void States_that_differ_only_in_names_have_one_hash_under_a_renaming()
    {
        var plain = new StateHasher();
        var renamed = new StateHasher([new(0), new(2), new(1)]);
        plain.Add(new NodeId(1));
        plain.Add(new NodeId(2));
        plain.Add(new NodeId(3));
        renamed.Add(new NodeId(2));
        renamed.Add(new NodeId(1));
        renamed.Add(new NodeId(3));
        Assert.Equal(plain.Value, renamed.Value);
        Assert.Equal(new NodeId(2), renamed.Fresh().NameOf(new(1)));
        Assert.Equal(new StateHasher().Value, renamed.Fresh().Value);
    }
}
