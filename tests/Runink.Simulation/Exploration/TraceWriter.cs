namespace Runink.Simulation;

/// <summary>Tells a path of an exploration as a story: each move, what the node did, and what it ended up as.</summary>
public sealed class TraceWriter(Scope scope, Successor successor, LocalStates locals, MessageTable messages)
{
    public IReadOnlyList<string> Write(IReadOnlyList<Move> path)
    {
        List<string> lines = [];
        var state = new GlobalState(scope.Nodes, renamings: 1);
        successor.Found(state);
        HashSet<string> told = [];
        successor.OnAnswer = (move, answer) =>
        {
            var line = $"     (node {move.Node + 1} would answer {messages[new(move.Node, move.Argument)]} "
                + $"with {string.Join(", ", answer.Sent.Select(name => messages[name]))})";
            if (told.Add(line)) lines.Add(line);
        };
        for (var i = 0; i < path.Count; i++)
        {
            lines.Add($"{i + 1,3}. {Describe(path[i])}");
            List<string> effects = [];
            var before = state.Nodes[path[i].Node];
            locals.Narrate(before, path[i], effects);
            lines.AddRange(effects.Select(effect => $"       {effect}"));
            successor.Apply(state, path[i], out var violation);
            lines.Add(violation is null ? $"     {Describe(state.Nodes[path[i].Node])}" : $"     broken: {violation}");
        }

        successor.OnAnswer = null;
        return lines;
    }

    private string Describe(Move move)
    {
        var node = $"node {move.Node + 1}";
        return move.Kind switch
        {
            MoveKind.Deliver => $"{node} receives {messages[new MessageName(move.Node, move.Argument)]}",
            MoveKind.Campaign => $"{node} stands for election",
            MoveKind.Propose => $"{node} is given command {move.Argument}",
            MoveKind.Read => $"{node} is asked for read #{move.Argument}",
            MoveKind.Tick => $"{node} ticks",
            MoveKind.Complete => $"{node} completes its oldest write",
            MoveKind.Crash => $"{node} crashes with {move.Argument} of the writes under way kept, and restarts",
            MoveKind.Change => $"{node} is asked to {scope.Changes[move.Argument]}",
            _ => $"{node} is asked to hand over to node {move.Argument + 1}",
        };
    }

    private static string Describe(LocalState local) =>
        $"= node {local.Node.Id} {local.Role} t{local.Term} voted={local.Node.VotedFor} commit={local.Commit} "
        + $"log=[{string.Join(", ", local.Log.AsEnumerable())}]";
}
