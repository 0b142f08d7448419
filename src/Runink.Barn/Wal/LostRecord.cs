namespace Runink.Barn;

/// <summary>A record of entries that rotted: which entries they were is known, what they held is not.</summary>
/// <param name="At">Where it begins among the records of its batch, in bytes.</param>
/// <param name="Damage">Where it is, for whoever must know.</param>
internal sealed record LostRecord(int At, LogDamage Damage);
