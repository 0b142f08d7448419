namespace Runink.Barn;

/// <summary>A place in the line for a name.</summary>
/// <param name="Prefix">The range of the name's keys.</param>
/// <param name="Key">The own key.</param>
/// <param name="Revision">The revision that made it.</param>
/// <param name="Lease">The lease that it lives by.</param>
/// <param name="Found">The key as it was, when it was there already: the same lease stood in line before.</param>
internal sealed record Place(byte[] Prefix, byte[] Key, long Revision, long Lease, KeyVersion? Found);
