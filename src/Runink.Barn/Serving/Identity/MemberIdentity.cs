using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Runink.Barn;

/// <summary>Who a node is for ever: the ids that stand in the header of every answer.</summary>
/// <param name="ClusterId">Of its cluster.</param>
/// <param name="MemberId">Its own; not zero.</param>
public sealed record MemberIdentity(ulong ClusterId, ulong MemberId)
{
    /// <summary>The identity of the only member of a new cluster, made as etcd makes it, so that both give the same ids.</summary>
    /// <param name="peerUrls">The member's peer URLs, in any order.</param>
    /// <param name="clusterToken">What keeps the cluster apart from others.</param>
    public static MemberIdentity Derive(IEnumerable<string> peerUrls, string clusterToken)
    {
        var member = MemberIdOf(peerUrls, clusterToken);
        return new(ClusterIdOf([member]), member);
    }

    /// <summary>The id of a member that founds a cluster, made as etcd makes it.</summary>
    /// <param name="peerUrls">Its peer URLs, in any order.</param>
    /// <param name="clusterToken">What keeps the cluster apart from others.</param>
    [SuppressMessage("Security", "CA5350", Justification = "Ids are made as etcd makes them; nothing is protected by the hash.")]
    public static ulong MemberIdOf(IEnumerable<string> peerUrls, string clusterToken)
    {
        var text = string.Concat(peerUrls.Order(StringComparer.Ordinal)) + clusterToken;
        return BinaryPrimitives.ReadUInt64BigEndian(SHA1.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The id of a cluster that these members found, made as etcd makes it.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "Ids are made as etcd makes them; nothing is protected by the hash.")]
    public static ulong ClusterIdOf(IEnumerable<ulong> memberIds)
    {
        var ids = memberIds.Order().ToArray();
        var bytes = new byte[ids.Length * sizeof(ulong)];
        for (var i = 0; i < ids.Length; i++) BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(i * sizeof(ulong)), ids[i]);
        return BinaryPrimitives.ReadUInt64BigEndian(SHA1.HashData(bytes));
    }
}
