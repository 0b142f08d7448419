using System.Collections.Concurrent;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>The groups that a node hosts. For its owner only, but for what says otherwise.</summary>
internal sealed class HostedGroups
{
    private readonly List<Group> _inOrder = [];
    private readonly Dictionary<GroupId, Group> _byId = [];
    private readonly ConcurrentDictionary<string, Group> _byName = new(StringComparer.Ordinal);
    private Group? _lastFound;

    /// <summary>The groups in the order in which the node began to host them; ids grow, so nearly in the order of their ids.</summary>
    public IReadOnlyList<Group> All => _inOrder;

    /// <summary>The groups by name, as of about now. For any thread.</summary>
    public ICollection<Group> Snapshot => _byName.Values;

    /// <summary>How many there are. For any thread.</summary>
    public int Count => _byName.Count;

    public void Add(Group group)
    {
        _inOrder.Add(group);
        _byId.Add(group.Id, group);
        _byName[group.Name] = group;
    }

    public void Remove(Group group)
    {
        _inOrder.Remove(group);
        _byId.Remove(group.Id);
        _byName.TryRemove(new(group.Name, group));
        if (_lastFound == group) _lastFound = null;
    }

    public Group? Find(GroupId id)
    {
        if (_lastFound is { } last && last.Id == id) return last;
        return _byId.TryGetValue(id, out var found) ? _lastFound = found : null;
    }

    /// <summary>The group of that name, or null. For any thread.</summary>
    public Group? Find(string name) => _byName.GetValueOrDefault(name);
}
