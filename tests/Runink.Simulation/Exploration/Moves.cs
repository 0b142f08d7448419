using Runink.Raft;

namespace Runink.Simulation;

/// <summary>Everything that may happen next in a state, within the scope.</summary>
public static class Moves
{
    public static void List(Scope scope, GlobalState state, Past past, List<int> scratch, List<Move> moves)
    {
        moves.Clear();
        for (var node = 0; node < state.Nodes.Length; node++)
        {
            state.ListSent(node, scratch);
            foreach (var number in scratch) moves.Add(new Move(MoveKind.Deliver, node, number));
            ListInputs(scope, state.Nodes[node], node, past, moves);
        }
    }

    private static void ListInputs(Scope scope, LocalState local, int node, Past past, List<Move> moves)
    {
        if (local.Role == Role.Leader)
        {
            if (past.Commands < scope.Commands) moves.Add(new Move(MoveKind.Propose, node, past.Commands + 1));
            var changes = past.Changes < scope.ChangeCount ? scope.Changes.Count : 0;
            for (var i = 0; i < changes; i++) moves.Add(new Move(MoveKind.Change, node, i));
            var targets = past.Transfers < scope.Transfers ? scope.Nodes : 0;
            for (var i = 0; i < targets; i++) moves.Add(new Move(MoveKind.Transfer, node, i));
        }
        else if (local.Term.Value < scope.Terms)
        {
            moves.Add(new Move(MoveKind.Campaign, node));
        }

        var underWay = local.Disk.UnderWay.Length;
        if (underWay > 0) moves.Add(new Move(MoveKind.Complete, node));
        if (past.ReadFloors.Length < scope.Reads) moves.Add(new Move(MoveKind.Read, node, past.ReadFloors.Length + 1));
        if (past.Ticks < scope.Ticks) moves.Add(new Move(MoveKind.Tick, node));
        if (scope.Crashes is not { } limit || past.Crashes < limit)
            for (var kept = 0; kept <= underWay; kept++) moves.Add(new Move(MoveKind.Crash, node, kept));
    }
}
