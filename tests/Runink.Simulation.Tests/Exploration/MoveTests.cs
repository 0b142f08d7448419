namespace Runink.Simulation;

public sealed class MoveTests
{
    [Fact]
    public void A_packed_move_unpacks_to_itself()
    {
        foreach (var kind in Enum.GetValues<MoveKind>())
            foreach (var move in new[] { new Move(kind, 0), new Move(kind, 6, 12_345), new Move(kind, 15, (1 << 20) - 1) })
                Assert.Equal(move, Move.Unpack(move.Pack()));
    }
}
