using Runink.Protocol.PeerV1;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>The methods of <c>runink.peer.v1.Peer</c> as a client calls them.</summary>
internal static class PeerMethods
{
    public const string Service = "runink.peer.v1.Peer";

    public const string StreamName = "Stream";

    public const string DescribeName = "Describe";

    public static readonly RpcSignature<OutgoingFrame, StreamEnd> Stream =
        new($"/{Service}/{StreamName}", FrameWriter.Instance, Marshaller.Protobuf<StreamEnd>());

    public static readonly RpcSignature<DescribeRequest, DescribeResponse> Describe =
        RpcSignature.Protobuf<DescribeRequest, DescribeResponse>(Service, DescribeName);
}
