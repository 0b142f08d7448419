namespace Runink.Simulation;

public sealed class PathsTests
{
    [Fact]
    public void A_path_leads_from_the_start_to_the_state()
    {
        var paths = new Paths();
        paths.Add(-1, default);
        paths.Add(0, new Move(MoveKind.Campaign, 1));
        paths.Add(0, new Move(MoveKind.Campaign, 2));
        paths.Add(1, new Move(MoveKind.Deliver, 2, 7));
        Assert.Empty(paths.To(0));
        Assert.Equal([new Move(MoveKind.Campaign, 1), new Move(MoveKind.Deliver, 2, 7)], paths.To(3));
    }
}
