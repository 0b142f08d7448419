namespace Runink.Simulation;

/// <summary>
/// Looks for an order of the operations of one object that respects time and explains every answer: the search of Wing and Gong,
/// with Lowe's cache of configurations (which operations are placed, and the state they lead to) that were tried before.
/// </summary>
/// <remarks>
/// A set of operations is remembered as the exclusive or of a random 128-bit number for each of them, and not bit by bit. Should two
/// sets ever meet in one number, a right history could be called wrong, and a look at it would show that; never the reverse.
/// </remarks>
internal sealed class LinearizationSearch
{
    private readonly IReadOnlyList<Operation> _operations;
    private readonly SequentialModel _model;
    private readonly EventList _events;
    private readonly int[] _twins;
    private readonly bool[] _placed;
    private readonly Stack<(int Operation, ModelState Before)> _order = new();
    private readonly HashSet<Configuration> _tried;
    private ModelState _state;
    private UInt128 _set;

    /// <summary>Prepares a search over operations in the order of their calls.</summary>
    /// <param name="operations">The operations.</param>
    /// <param name="model">The object.</param>
    /// <param name="tried">A cache to use; it is cleared.</param>
    public LinearizationSearch(IReadOnlyList<Operation> operations, SequentialModel model, HashSet<Configuration> tried)
    {
        (_operations, _model, _tried) = (operations, model, tried);
        _events = new EventList(operations);
        _placed = new bool[operations.Count];
        _twins = FindTwins(operations);
        tried.Clear();
    }

    /// <summary>Steps tried so far.</summary>
    public long Steps { get; private set; }

    /// <summary>The states in which every answer but one was explained, when that one never fitted; a few of them.</summary>
    public SortedSet<string> BlockedStates { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether there is such an order; null when the bound was hit first.</summary>
    public bool? Run(long maxSteps)
    {
        var node = _events.First;
        while (_events.OpenReturns > 0)
        {
            if (!_events.IsReturn(node))
            {
                if (Steps == maxSteps) return null;
                Steps++;
                node = TryPlace(_events.OperationOf(node)) ? _events.First : _events.After(node);
                continue;
            }

            if (_events.OpenReturns == 1 && BlockedStates.Count < 8) BlockedStates.Add(_model.Describe(_state));
            if (_order.Count == 0) return false;
            node = TakeBack();
        }

        return true;
    }

    private bool TryPlace(int operation)
    {
        // Of two equal operations without an answer, the one that was called first can stand wherever the other can.
        if (_twins[operation] is var twin and >= 0 && !_placed[twin]) return false;
        if (!_model.Step(_state, _operations[operation], out var next)) return false;
        // One that changes nothing and was never answered may as well never happen.
        if (_operations[operation].IsOpen && next == _state) return false;
        if (!_tried.Add(new Configuration(_set ^ NumberOf(operation), next))) return false;
        _order.Push((operation, _state));
        _events.Lift(operation);
        _placed[operation] = true;
        _set ^= NumberOf(operation);
        _state = next;
        return true;
    }

    private int TakeBack()
    {
        (var operation, _state) = _order.Pop();
        _set ^= NumberOf(operation);
        _placed[operation] = false;
        _events.Unlift(operation);
        return _events.AfterCallOf(operation);
    }

    private static UInt128 NumberOf(int operation) =>
        new(Mixer.Mix((ulong)(uint)operation), Mixer.Mix(0xA5A5A5A500000000 | (uint)operation));

    private static int[] FindTwins(IReadOnlyList<Operation> operations)
    {
        var twins = new int[operations.Count];
        var last = new Dictionary<(CommandKind Kind, long Argument, long Expected), int>();
        for (var i = 0; i < twins.Length; i++)
        {
            twins[i] = -1;
            if (!operations[i].IsOpen) continue;
            var command = operations[i].Command;
            var key = (command.Kind, command.Argument, command.Expected);
            if (last.TryGetValue(key, out var twin)) twins[i] = twin;
            last[key] = i;
        }

        return twins;
    }

    /// <summary>Which operations are placed, and the state they lead to.</summary>
    internal readonly record struct Configuration(UInt128 Placed, ModelState State)
    {
        public bool Equals(Configuration other) => Placed == other.Placed && State == other.State;

        // The numbers are random already: their bits are a hash.
        public override int GetHashCode() => (int)((ulong)Placed ^ (ulong)State.Value ^ State.Hash);
    }
}
