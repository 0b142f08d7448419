using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Which groups the node hosts: those that the state of the platform names. A group that it names no more is stopped at once, but what it
/// promised stays on the disk until no replay of the platform's log can begin the group anew: else it could promise otherwise.
/// </summary>
internal sealed partial class NodeCore
{
    private readonly List<(Group? Hosted, GroupId Id, LogIndex At)> _ended = [];
    private KvGroups _followed = KvGroups.None;
    private Membership? _platform;
    private KvAlarmEntry[]? _alarms;

    /// <summary>The groups that the node hosts, that of the platform among them.</summary>
    public HostedGroups Groups { get; } = new();

    private Group? Find(GroupId id) => id == System ? Sys : Groups.Find(id);

    /// <summary>Brings the groups that are hosted to those that the state names.</summary>
    /// <returns>Whether there is something new to be carried out.</returns>
    private bool FollowGroups()
    {
        var isSettled = !Raft.Membership.IsJoint && Raft.MembershipIndex <= Raft.Commit;
        if (!ReferenceEquals(_platform, Raft.Membership) || _context.IsPlatformSettled != isSettled)
        {
            _context.Platform = _platform = Raft.Membership;
            _context.IsPlatformSettled = isSettled;
            foreach (var group in Groups.All) group.PlatformChanged();
        }

        if (!ReferenceEquals(_alarms, Machine.View.AlarmEntries))
        {
            _alarms = Machine.View.AlarmEntries;
            _context.IsFull = Array.Exists(_alarms, alarm => alarm.Alarm == KvAlarm.NoSpace);
        }

        var named = Machine.View.Groups;
        if (ReferenceEquals(named, _followed)) return false;
        _followed = named;
        for (var i = Groups.All.Count - 1; i >= 0; i--)
            if (Groups.All[i] is var group && group != Sys && named.Find(group.Id.Value) is null) End(group);
        foreach (var group in named.All)
            if (Groups.Find(new GroupId(group.Id)) is null) Begin(group);
        // They began and ended in what was replayed, and were never hosted.
        foreach (var id in Leftovers())
        {
            if (_ended.Exists(ended => ended.Id == id)) continue;
            _ended.Add((null, id, Machine.AppliedIndex));
            Sys.PhotographSoon();
        }

        return true;
    }

    /// <summary>
    /// Hosts a group. If the disk holds its state, and the node has started, that is loaded elsewhere, and until then the group is not
    /// there: a node that replays the platform's log learns late which groups it has, and the others must not wait for one of them.
    /// </summary>
    private void Begin(KvGroup group)
    {
        var id = new GroupId(group.Id);
        if (!_hasStarted || !_storage.Recovered.TryGetValue(id, out var recovered) || recovered.Snapshot is not { } snapshot)
        {
            Groups.Add(Host(group, state: null));
            return;
        }

        if (!_context.Loading.Add(id)) return;
        KvMachine? loaded = null;
        _storage.ReadSnapshot(id, snapshot, content => loaded = RecoveredMachine.Read(content, id, snapshot), () =>
        {
            _context.Loading.Remove(id);
            // Else it was removed meanwhile, and what the disk holds of it goes as with any that was never hosted.
            if (_followed.Find(id.Value) is not null) Groups.Add(Host(group, loaded));
        });
    }

    private Group Host(KvGroup group, KvMachine? state)
    {
        // Who did not vote when the group was created learns from the group itself who belongs to it.
        var isFounder = group.Founders.Contains(_options.MemberId);
        return Host(group, isFounder ? Membership.OfVoters(group.Founders) : Membership.Empty, state);
    }

    private Group Host(KvGroup named, Membership founding, KvMachine? state)
    {
        var id = new GroupId(named.Id);
        var recovered = _storage.TakeRecovered(id);
        if (recovered is null) _storage.Found(id, founding);
        var group = new Group(_context, named.Name, _options.Raft(id, _context.Incarnation), recovered ?? RecoveredState.Founding(founding), state)
        {
            QuotaBytes = named.QuotaBytes,
        };
        if (recovered is null && id != System) group.Begin();
        return group;
    }

    private void End(Group group)
    {
        Groups.Remove(group);
        group.End();
        _ended.Add((group, group.Id, Machine.AppliedIndex));
        // A snapshot in which the group is no more lets go of its log.
        Sys.PhotographSoon();
    }

    /// <summary>Groups that were removed before the state was last saved, and whose logs outlived that.</summary>
    private void EndLeftovers() => _storage.End(new SortedSet<GroupId>(Leftovers()));

    /// <summary>Groups that the disk holds and the state names no more.</summary>
    private List<GroupId> Leftovers() =>
        [.. _storage.Recovered.Keys.Where(id => id.Value <= Machine.View.Groups.LastId && Machine.View.Groups.Find(id.Value) is null)];

    /// <summary>A snapshot of the platform's state is durable: no replay begins before it.</summary>
    private void LetGoOfEnded(LogIndex snapshot)
    {
        var free = new SortedSet<GroupId>();
        foreach (var (group, id, at) in _ended)
            if (at <= snapshot && group is not { IsPhotographed: true }) free.Add(id);
        _ended.RemoveAll(ended => free.Contains(ended.Id));
        _storage.End(free);
    }
}
