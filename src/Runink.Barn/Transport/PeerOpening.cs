using System.Globalization;
using Runink.Raft;
using Runink.Rpc;

namespace Runink.Barn;

/// <summary>What a stream begins with: who speaks to whom, in the metadata of the call.</summary>
/// <param name="ClusterId">The sender's cluster.</param>
/// <param name="From">The sender.</param>
/// <param name="To">Whom the sender believes to have reached.</param>
/// <param name="Lane">Which lane, by its name; a later version may have more.</param>
/// <param name="Versions">What the sender speaks.</param>
/// <param name="Urls">Where the sender can be reached.</param>
internal sealed record PeerOpening(
    ulong ClusterId, NodeId From, NodeId To, string Lane, PeerVersions Versions, IReadOnlyList<Uri> Urls)
{
    private const string ClusterKey = "runink-cluster";
    private const string FromKey = "runink-from";
    private const string ToKey = "runink-to";
    private const string LaneKey = "runink-lane";
    private const string VersionsKey = "runink-versions";
    private const string UrlsKey = "runink-peer-urls";

    private const int MaxLaneLength = 32;
    private const int MaxUrls = 16;

    public RpcMetadata ToMetadata() => new()
    {
        { ClusterKey, ClusterId.ToString("x", CultureInfo.InvariantCulture) },
        { FromKey, From.Value.ToString("x", CultureInfo.InvariantCulture) },
        { ToKey, To.Value.ToString("x", CultureInfo.InvariantCulture) },
        { LaneKey, Lane },
        { VersionsKey, Versions.ToString() },
        { UrlsKey, string.Join(',', Urls.Select(url => url.AbsoluteUri)) },
    };

    /// <exception cref="RpcException">InvalidArgument: something is missing or is not what it should be.</exception>
    public static PeerOpening Read(RpcMetadata metadata)
    {
        var lane = metadata[LaneKey] ?? "";
        if (lane.Length is 0 or > MaxLaneLength) throw Malformed(LaneKey);
        var versions = PeerVersions.Parse(metadata[VersionsKey]) ?? throw Malformed(VersionsKey);
        var (from, to) = (new NodeId(Number(metadata, FromKey)), new NodeId(Number(metadata, ToKey)));
        return new PeerOpening(Number(metadata, ClusterKey), from, to, lane, versions, ReadUrls(metadata[UrlsKey]));
    }

    private static ulong Number(RpcMetadata metadata, string key) =>
        ulong.TryParse(metadata[key], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw Malformed(key);

    private static List<Uri> ReadUrls(string? text)
    {
        var urls = new List<Uri>();
        if (string.IsNullOrEmpty(text)) return urls;
        foreach (var one in text.Split(',', MaxUrls + 1))
        {
            if (urls.Count == MaxUrls || !Uri.TryCreate(one, UriKind.Absolute, out var url)
                || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)) throw Malformed(UrlsKey);
            urls.Add(url);
        }

        return urls;
    }

    private static RpcException Malformed(string key) =>
        new(RpcCode.InvalidArgument, $"the metadata of the call has no valid {key}");
}
