using Microsoft.Extensions.Logging;
using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Keeps the <see cref="MembersFile"/> up to date. Told on the node's thread, it writes on another: the newest list counts, and one that is
/// lost in a crash is found again by the members that are still where they were.
/// </summary>
/// <param name="formation">Whom the file holds now.</param>
/// <param name="directory">Where it is.</param>
/// <param name="log">Told of changes, and when they cannot be written.</param>
internal sealed class MembersRecorder(ClusterFormation formation, DataDirectory directory, ILogger log)
{
    private readonly Lock _gate = new();
    private Membership? _membership;
    private KvMembers? _members;
    private IReadOnlyList<KvMember> _newest = formation.Members;
    private Task _writing = Task.CompletedTask;

    /// <summary>Told after every turn how the node stands, and which state it published.</summary>
    public void Observe(NodeStatus status, KvView view)
    {
        if (ReferenceEquals(status.Membership, _membership) && ReferenceEquals(view.Members, _members)) return;
        (_membership, _members) = (status.Membership, view.Members);
        if (status.Membership.IsEmpty) return;
        var known = MemberList.Of(status.Membership, view.Members, _newest);
        if (known.SequenceEqual(_newest)) return;
        BarnLog.MembersKnown(log, known.Count, string.Join(", ", known.Select(member => $"{member.Name} {member.Id:x}")));
        lock (_gate)
        {
            _newest = known;
            _writing = _writing.ContinueWith(_ => Write(), TaskScheduler.Default);
        }
    }

    /// <summary>Ends when everything is written.</summary>
    public Task FlushAsync()
    {
        lock (_gate) return _writing;
    }

    private void Write()
    {
        IReadOnlyList<KvMember> newest;
        lock (_gate) newest = _newest;
        try
        {
            directory.Remember(newest, formation.Joins);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            BarnLog.MembersNotRemembered(log, e.Message);
        }
    }
}
