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
    [SuppressMessage("Security", "CA5350", Justification = "Ids are made as etcd makes them; nothing is protected by the hash.")]
    public static MemberIdentity Derive(IEnumerable<string> peerUrls, string clusterToken)
    {
        var text = string.Concat(peerUrls.Order(StringComparer.Ordinal)) + clusterToken;
        var member = BinaryPrimitives.ReadUInt64BigEndian(SHA1.HashData(Encoding.UTF8.GetBytes(text)));
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, member);
        return new(BinaryPrimitives.ReadUInt64BigEndian(SHA1.HashData(bytes)), member);
    }
}
