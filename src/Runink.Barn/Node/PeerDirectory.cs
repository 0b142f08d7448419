using Runink.Raft;

namespace Runink.Barn;

/// <summary>
/// Tells the links who the other members are: those of the membership in force, reached where the state says, or, as long as it does not
/// know them, where the configuration says. A node that knows no membership yet speaks to everyone it was configured with.
/// </summary>
/// <param name="options">The configuration.</param>
/// <param name="links">Who is told.</param>
internal sealed class PeerDirectory(NodeOptions options, IPeerLinks links)
{
    private Membership? _membership;
    private KvMembers? _members;

    /// <summary>Tells the links, if anything changed since the last time.</summary>
    public void Update(Membership membership, KvMembers members)
    {
        if (ReferenceEquals(membership, _membership) && ReferenceEquals(members, _members)) return;
        (_membership, _members) = (membership, members);
        var ids = membership.IsEmpty ? options.Members.Select(member => new NodeId(member.Id)) : membership.AllIds;
        links.SetPeers([.. ids.Where(id => id.Value != options.MemberId).Select(id => new PeerAddress(id, UrlsOf(id.Value)))]);
    }

    private Uri[] UrlsOf(ulong id) =>
        [.. MemberList.Describe(id, _members!, options.Members).PeerUrls.Select(url => new Uri(url))];
}
