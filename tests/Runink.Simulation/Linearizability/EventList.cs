namespace Runink.Simulation;

/// <summary>
/// The calls and returns of a history in the order of time, as a doubly linked list in arrays. Lifting an operation takes its call
/// and its return out; unlifting, in the opposite order, puts them back where they were (Lowe).
/// </summary>
internal sealed class EventList
{
    /// <summary>Where the list begins: an event that stands before all.</summary>
    public const int Head = 0;

    private const int None = -1;

    private readonly int[] _next;
    private readonly int[] _previous;
    private readonly int[] _operation;
    private readonly int[] _call;
    private readonly int[] _return;

    /// <summary>Lists the events of operations that are in the order of their calls.</summary>
    public EventList(IReadOnlyList<Operation> operations)
    {
        var events = new List<(long Time, bool IsReturn, int Operation)>(operations.Count * 2);
        for (var i = 0; i < operations.Count; i++)
        {
            events.Add((operations[i].Call, false, i));
            if (!operations[i].IsOpen) events.Add((operations[i].Return, true, i));
        }

        // At the same moment a call comes first: then the two overlap, and nothing is claimed that was not seen.
        events.Sort();
        (_next, _previous, _operation) = (new int[events.Count + 1], new int[events.Count + 1], new int[events.Count + 1]);
        (_call, _return) = (new int[operations.Count], new int[operations.Count]);
        Array.Fill(_return, None);
        for (var i = 0; i < events.Count; i++)
        {
            var (_, isReturn, operation) = events[i];
            var node = i + 1;
            (isReturn ? _return : _call)[operation] = node;
            _operation[node] = isReturn ? ~operation : operation;
            (_previous[node], _next[node - 1]) = (i, node);
            OpenReturns += isReturn ? 1 : 0;
        }

        _next[events.Count] = None;
    }

    /// <summary>Answers that the order found so far does not yet explain.</summary>
    public int OpenReturns { get; private set; }

    public int First => _next[Head];

    public int After(int node) => _next[node];

    public bool IsReturn(int node) => _operation[node] < 0;

    public int OperationOf(int node) => _operation[node] < 0 ? ~_operation[node] : _operation[node];

    /// <summary>The event after the operation's call, which must not be lifted.</summary>
    public int AfterCallOf(int operation) => _next[_call[operation]];

    public void Lift(int operation)
    {
        Unlink(_call[operation]);
        if (_return[operation] == None) return;
        Unlink(_return[operation]);
        OpenReturns--;
    }

    public void Unlift(int operation)
    {
        if (_return[operation] != None)
        {
            Relink(_return[operation]);
            OpenReturns++;
        }

        Relink(_call[operation]);
    }

    private void Unlink(int node)
    {
        _next[_previous[node]] = _next[node];
        if (_next[node] != None) _previous[_next[node]] = _previous[node];
    }

    private void Relink(int node)
    {
        _next[_previous[node]] = node;
        if (_next[node] != None) _previous[_next[node]] = node;
    }
}
