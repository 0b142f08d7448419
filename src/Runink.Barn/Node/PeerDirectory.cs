using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Tells the links whom to reach and where: the members of the membership in force, those that
/// the state and the configuration name, and whoever has opened
/// a stream to this node. A node that catches up goes through old memberships, and must answer those who lead now all the while; members that
/// were removed are left out as soon as that is known.
/// </summary>
/// <param name="options">The configuration.</param>
/// <param name="links">Who is told.</param>
internal sealed class PeerDirectory(NodeOptions options, IPeerLinks links)
{
    // As many as a group may have members; of more, those heard first go.
    private const int MaxHeard = 64;

    private readonly List<PeerAddress> _heard = [];
    private Membership? _membership;
    private KvMembers? _members;

    /// <summary>A member opened a stream to this node, and says where it is reached.</summary>
    public void Heard(PeerAddress address)
    {
        if (_heard.Find(other => other.Id == address.Id) is { } known && known.Urls.SequenceEqual(address.Urls)) return;
        _heard.RemoveAll(other => other.Id == address.Id);
        if (_heard.Count == MaxHeard) _heard.RemoveAt(0);
        _heard.Add(address);
        _membership = null;
    }

    /// <summary>Tells the links, if anything changed since the last time.</summary>
    public void Update(Membership membership, KvMembers members)
    {
        if (ReferenceEquals(membership, _membership) && ReferenceEquals(members, _members)) return;
        (_membership, _members) = (membership, members);
        var ids = membership.AllIds.Concat(members.All.Select(member => new NodeId(member.Id)))
            .Concat(options.Members.Select(member => new NodeId(member.Id))).Concat(_heard.Select(other => other.Id));
        links.SetPeers(
        [
            .. ids.Distinct().Where(id => id.Value != options.MemberId && !members.WasRemoved(id.Value))
                .Select(id => new PeerAddress(id, UrlsOf(id))).OrderBy(peer => peer.Id),
        ]);
    }

    private IReadOnlyList<Uri> UrlsOf(NodeId id)
    {
        var member = MemberList.Describe(id.Value, _members!, options.Members);
        if (member.PeerUrls.Count == 0 && _heard.Find(other => other.Id == id) is { } heard) return heard.Urls;
        return [.. member.PeerUrls.Select(url => new Uri(url))];
    }
}
