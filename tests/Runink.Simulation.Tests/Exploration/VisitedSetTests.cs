namespace Runink.Simulation;

public sealed class VisitedSetTests
{
    [Fact]
    public void A_hash_is_new_once_however_many_there_are()
    {
        const int Count = 200_000;
        var visited = new VisitedSet();
        for (var i = 0; i < Count; i++) Assert.True(visited.Add(Hash(i)));
        for (var i = 0; i < Count; i++) Assert.False(visited.Add(Hash(i)));
        Assert.Equal(Count, visited.Count);
    }

    [Fact]
    public void Zero_is_a_hash_too()
    {
        var visited = new VisitedSet();
        Assert.True(visited.Add(0));
        Assert.False(visited.Add(0));
    }

    // Places that collide on purpose, four by four, and are spread as those of hashes are.
    private static UInt128 Hash(int i) => new((ulong)i << 32, ((ulong)(i / 4) * 0x9E3779B97F4A7C15) >> 32);
}
