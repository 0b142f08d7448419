using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Runink.Barn;

/// <summary>Who a node is and whom it knows when it starts.</summary>
/// <param name="Identity">Its ids.</param>
/// <param name="Members">The members as it knows them, itself among them.</param>
/// <param name="Joins">Whether it joins a cluster that others founded.</param>
internal sealed record ClusterFormation(MemberIdentity Identity, IReadOnlyList<KvMember> Members, bool Joins)
{
    /// <summary>A new cluster. Every founder derives the same ids from the same configuration, as etcd does.</summary>
    /// <exception cref="ArgumentException">This member is not among those that the cluster begins with.</exception>
    public static ClusterFormation Found(BarnServerOptions options)
    {
        IReadOnlyList<InitialMember> founders = options.InitialCluster.Count > 0
            ? options.InitialCluster
            : [new(options.Name, options.AdvertisePeerUrls)];
        var members = founders
            .Select(founder => new KvMember(MemberIdentity.MemberIdOf(founder.PeerUrls, options.ClusterToken), founder.Name, Sorted(founder.PeerUrls), []))
            .OrderBy(member => member.Id).ToList();
        var self = members.Find(member => member.Name == options.Name && member.PeerUrls.SequenceEqual(Sorted(options.AdvertisePeerUrls)))
            ?? throw new ArgumentException($"the member '{options.Name}' is not among those that the cluster begins with, or has other URLs there");
        var identity = new MemberIdentity(MemberIdentity.ClusterIdOf(members.Select(member => member.Id)), self.Id);
        return new ClusterFormation(identity, members, Joins: false).As(options);
    }

    /// <summary>With this member's name and client URLs as they are configured now.</summary>
    public ClusterFormation As(BarnServerOptions options) => this with
    {
        Members =
        [
            .. Members.Select(member => member.Id == Identity.MemberId
                ? member with { Name = options.Name, ClientUrls = Sorted(options.AdvertiseClientUrls) }
                : member),
        ],
    };

    /// <summary>
    /// The id of another member by its name or id; 0 when none is known by that, which is logged: it may have been removed, and the leader
    /// does as well.
    /// </summary>
    public ulong FindOther(string nameOrId, ILogger log)
    {
        var id = ulong.TryParse(nameOrId, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var others = Members.Where(member => member.Id != Identity.MemberId).ToList();
        if ((others.Find(member => member.Name == nameOrId) ?? others.Find(member => member.Id == id)) is { } found) return found.Id;
        BarnLog.NobodyToFollow(log, nameOrId, string.Join(", ", others.Select(member => $"{member.Name} {member.Id:x}")));
        return 0;
    }

    internal static string[] Sorted(IEnumerable<string> urls) => [.. urls.Order(StringComparer.Ordinal)];
}
