using Runink.Raft;

namespace Runink.Barn;

/// <summary>Where a member can be reached by other members.</summary>
/// <param name="Id">Which member.</param>
/// <param name="Urls">Its peer URLs; any of them will do.</param>
internal sealed record PeerAddress(NodeId Id, IReadOnlyList<Uri> Urls);
