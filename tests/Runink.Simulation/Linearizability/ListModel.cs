namespace Runink.Simulation;

/// <summary>
/// A list that is appended to and read whole. A list only grows, so every earlier one is the beginning of the longest that was read:
/// an append that does not fit into it is refused at once, and of what lies behind it only the length matters.
/// </summary>
public sealed class ListModel : SequentialModel
{
    private readonly List<ulong> _hashes = [0];
    private readonly HashSet<long> _seen = [];
    private readonly long[] _longest;

    public ListModel(IReadOnlyList<Operation> operations)
    {
        var longest = ReadOnlyMemory<long>.Empty;
        foreach (var operation in operations)
            if (!operation.IsOpen && operation.Reply.List.Length > longest.Length) longest = operation.Reply.List;
        _longest = longest.ToArray();
        foreach (var item in _longest)
        {
            _hashes.Add(Mixer.Mix(_hashes[^1] ^ (ulong)item));
            _seen.Add(item);
        }
    }

    public override bool Step(ModelState state, Operation operation, out ModelState next)
    {
        next = state;
        if (operation.Command.Kind == CommandKind.Read)
            return operation.IsOpen || (operation.Reply.List.Length == state.Value && HashOf(operation.Reply.List.Span) == state.Hash);
        if (state.Value >= _longest.Length)
        {
            next = new ModelState(state.Value + 1);
            return true;
        }

        if (_longest[state.Value] != operation.Command.Argument) return false;
        next = new ModelState(state.Value + 1, _hashes[(int)state.Value + 1]);
        return true;
    }

    /// <remarks>An append that is in no list that was read came after the last of them, or never.</remarks>
    public override bool IsUnseen(Operation pending) => base.IsUnseen(pending) || !_seen.Contains(pending.Command.Argument);

    public override string Describe(ModelState state) => state.Value <= _longest.Length
        ? $"[{string.Join(' ', _longest.Take((int)state.Value))}]"
        : $"[{string.Join(' ', _longest)} and {state.Value - _longest.Length} more]";

    private static ulong HashOf(ReadOnlySpan<long> list)
    {
        ulong hash = 0;
        foreach (var item in list) hash = Mixer.Mix(hash ^ (ulong)item);
        return hash;
    }
}
