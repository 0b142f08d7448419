namespace Runink.Barn;

/// <summary>A member that a cluster begins with, or that a node which joins one knows of.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PeerUrls">Where other members reach it.</param>
public sealed record InitialMember(string Name, IReadOnlyList<string> PeerUrls);
