namespace Runink.Raft.Tests;

public sealed class SendWindowTests
{
    [Fact]
    public void Messages_and_bytes_are_bounded()
    {
        var window = new SendWindow(3, 100);
        Assert.Equal((true, 100L), (window.HasRoom(999), window.Room));
        window.Add(new(2), 60);
        Assert.Equal((true, false, 40L), (window.HasRoom(40), window.HasRoom(41), window.Room));
        window.Add(new(3), 10);
        window.Add(new(4), 10);
        Assert.Equal((false, 3, 80L, 20L), (window.HasRoom(1), window.Count, window.Bytes, window.Room));
    }

    [Fact]
    public void Acknowledged_messages_free_their_room()
    {
        var window = new SendWindow(3, 100);
        foreach (var last in (long[])[2, 4, 6]) window.Add(new(last), 10);
        window.FreeThrough(new(1));
        Assert.Equal((3, 30L), (window.Count, window.Bytes));
        window.FreeThrough(new(5));
        Assert.Equal((1, 10L), (window.Count, window.Bytes));
        window.FreeFirst();
        window.FreeFirst();
        Assert.Equal((0, 0L), (window.Count, window.Bytes));
        window.Add(new(8), 10);
        window.Clear();
        Assert.Equal((0, 0L), (window.Count, window.Bytes));
    }
}
