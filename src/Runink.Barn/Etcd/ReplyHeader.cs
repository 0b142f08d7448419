using Runink.Protocol;

namespace Runink.Barn;

/// <summary>What heads every answer of the API.</summary>
/// <param name="ClusterId">The cluster.</param>
/// <param name="MemberId">The member that answered.</param>
/// <param name="Revision">The revision of the store.</param>
/// <param name="Term">The term of the leader.</param>
internal readonly record struct ReplyHeader(ulong ClusterId, ulong MemberId, long Revision, ulong Term)
{
    public ResponseHeader ToMessage() => new() { ClusterId = ClusterId, MemberId = MemberId, Revision = Revision, RaftTerm = Term };
}
