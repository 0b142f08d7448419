using Runink.Raft;

namespace Runink.Barn;

/// <summary>Who the members are: the membership in force says who belongs to the cluster, the state who they are.</summary>
internal static class MemberList
{
    /// <param name="membership">The membership in force.</param>
    /// <param name="known">What the state knows.</param>
    /// <param name="configured">What is known from elsewhere of those whom the state does not know yet.</param>
    public static IReadOnlyList<KvMember> Of(Membership membership, KvMembers known, IReadOnlyList<KvMember> configured) =>
        [.. membership.Current.Members.Select(member => Describe(member.Id.Value, known, configured))];

    public static KvMember Describe(ulong id, KvMembers known, IReadOnlyList<KvMember> configured) =>
        known.Find(id) ?? configured.FirstOrDefault(member => member.Id == id) ?? new KvMember(id, "", [], []);
}
