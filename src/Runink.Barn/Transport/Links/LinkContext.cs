using Microsoft.Extensions.Logging;

namespace Runink.Barn;

/// <summary>What all links of a member share.</summary>
/// <param name="Options">How it speaks to others.</param>
/// <param name="Events">Who is told of peers that are lost.</param>
/// <param name="Traffic">Counts.</param>
/// <param name="Log">Told of streams.</param>
internal sealed record LinkContext(PeerOptions Options, IPeerEvents Events, PeerTraffic Traffic, ILogger Log);
