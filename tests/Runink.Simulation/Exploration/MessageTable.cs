using Runink.Raft;

namespace Runink.Simulation;

/// <summary>Every message that was ever sent in a scope, numbered by receiver.</summary>
public sealed class MessageTable
{
    private readonly IReadOnlyList<NodeId[]> _renamings;
    private readonly Dictionary<UInt128, MessageName> _names = [];
    private readonly List<(Message Message, UInt128[] Hashes)>[] _byReceiver;

    public MessageTable(int nodes, IReadOnlyList<NodeId[]> renamings)
    {
        _renamings = renamings;
        _byReceiver = [.. Enumerable.Range(0, nodes).Select(_ => new List<(Message, UInt128[])>())];
    }

    public int Count => _names.Count;

    public int CountTo(int node) => _byReceiver[node].Count;

    public Message this[MessageName name] => _byReceiver[name.To][name.Number].Message;

    public UInt128[] HashesOf(MessageName name) => _byReceiver[name.To][name.Number].Hashes;

    /// <summary>The name of a message: equal messages have the same.</summary>
    public MessageName NameOf(Message message)
    {
        var hashes = _renamings.Select(renaming => HashOf(message, renaming)).ToArray();
        if (_names.TryGetValue(hashes[0], out var name)) return name;
        var to = (int)message.To.Value - 1;
        name = new MessageName(to, _byReceiver[to].Count);
        _names.Add(hashes[0], name);
        _byReceiver[to].Add((message, hashes));
        return name;
    }

    private static UInt128 HashOf(Message message, NodeId[] renaming)
    {
        var hasher = new StateHasher(renaming);
        message.Hash(ref hasher);
        return hasher.Value;
    }
}
