using Runink.Raft;

namespace Runink.Simulation;

/// <summary>The pasts of a scope, numbered.</summary>
public sealed class Pasts
{
    private readonly IReadOnlyList<NodeId[]> _renamings;
    private readonly Dictionary<UInt128, int> _numbers = [];
    private readonly List<(Past Past, UInt128[] Hashes)> _all = [];

    public Pasts(Scope scope, IReadOnlyList<NodeId[]> renamings)
    {
        _renamings = renamings;
        Intern(new Past { Leaders = [.. new NodeId[scope.Terms + 1]] });
    }

    public int Count => _all.Count;

    public Past this[int number] => _all[number].Past;

    public UInt128[] HashesOf(int number) => _all[number].Hashes;

    /// <summary>The past after a step of a node.</summary>
    /// <returns>Its number, and the rule that the step broke, or null.</returns>
    public (int Number, string? Violation) After(int number, Move move, LocalState from, LocalStep step, bool countsCrashes)
    {
        var to = step.To;
        var isQuiet = move.Kind is MoveKind.Deliver or MoveKind.Campaign or MoveKind.Complete && step.Applied.Length == 0
            && step.Reads.Length == 0 && to.Commit == from.Commit && (to.Role != Role.Leader || from.Role == Role.Leader);
        if (isQuiet || (move.Kind == MoveKind.Crash && !countsCrashes && step.Applied.Length == 0)) return (number, null);
        var past = Used(this[number], move, step, countsCrashes);
        var violation = default(string);
        if (to.Role == Role.Leader) past = Led(past, to, ref violation);
        past = Committed(past, to, ref violation);
        violation ??= Judge(past, step);
        return (Intern(past), violation);
    }

    private static Past Used(Past past, Move move, LocalStep step, bool countsCrashes) => move.Kind switch
    {
        MoveKind.Propose when step.Accepted => past with { Commands = past.Commands + 1 },
        MoveKind.Read => past with { ReadFloors = past.ReadFloors.Add(past.Committed.Length) },
        MoveKind.Change when step.Accepted => past with { Changes = past.Changes + 1 },
        MoveKind.Transfer when step.Accepted => past with { Transfers = past.Transfers + 1 },
        MoveKind.Tick => past with { Ticks = past.Ticks + 1 },
        MoveKind.Crash when countsCrashes => past with { Crashes = past.Crashes + 1 },
        _ => past,
    };

    /// <summary>Election safety: at most one leader in a term (Raft paper, section 5.2).</summary>
    private static Past Led(Past past, LocalState leader, ref string? violation)
    {
        var term = (int)leader.Term.Value;
        var (before, id) = (past.Leaders[term], leader.Node.Id);
        if (before == id) return past;
        if (before != NodeId.None) violation ??= $"election safety: nodes {before} and {id} both lead term {term}";
        return past with { Leaders = past.Leaders.SetItem(term, id) };
    }

    /// <summary>What is committed is the same for everyone and stays (Raft paper, section 5.4.3).</summary>
    private static Past Committed(Past past, LocalState node, ref string? violation)
    {
        var committed = past.Committed;
        for (var i = 0; i < node.Commit.Value; i++)
        {
            var entry = node.Log[i];
            if (i >= committed.Length) committed = committed.Add((entry, node.Term));
            else if (!Same(committed[i].Entry, entry))
                violation ??= $"committed agreement: node {node.Node.Id} commits {entry}, and {committed[i].Entry} was before";
        }

        return committed == past.Committed ? past : past with { Committed = committed };
    }

    /// <summary>State machine safety, and reads that see everything that was committed before they were asked for.</summary>
    private static string? Judge(Past past, LocalStep step)
    {
        foreach (var entry in step.Applied)
            if (entry.Index.Value > past.Committed.Length || !Same(past.Committed[(int)entry.Index.Value - 1].Entry, entry))
                return $"state machine safety: node {step.To.Node.Id} applies {entry}, which is not committed";
        foreach (var (context, index) in step.Reads)
            if (past.ReadFloors[(int)context - 1] is var floor && index.Value < floor)
                return $"stale read: read #{context} at {index}, asked for after {floor} was committed";
        return null;
    }

    private static bool Same(Entry one, Entry other) =>
        one.Term == other.Term && one.Kind == other.Kind && one.Command.Span.SequenceEqual(other.Command.Span);

    private int Intern(Past past)
    {
        var hashes = _renamings.Select(past.HashUnder).ToArray();
        if (_numbers.TryGetValue(hashes[0], out var number)) return number;
        _numbers.Add(hashes[0], _all.Count);
        _all.Add((past, hashes));
        return _all.Count - 1;
    }
}
