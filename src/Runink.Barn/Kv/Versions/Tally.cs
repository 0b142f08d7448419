namespace Runink.Barn;

/// <summary>What a set of versions adds up to.</summary>
/// <param name="Hash">The sum of their hashes.</param>
/// <param name="Bytes">About the bytes that they take.</param>
internal readonly record struct Tally(UInt128 Hash, long Bytes)
{
    /// <summary>
    /// What a version takes beside its key and value: the object, its place in tree and log, the array's header.
    /// </summary>
    private const int VersionOverheadBytes = 150;

    public static Tally Of(KeyVersion version) =>
        new(VersionHash.Of(version), VersionOverheadBytes + version.KeyLength + version.ValueLength);

    public static Tally operator +(Tally left, Tally right) => new(left.Hash + right.Hash, left.Bytes + right.Bytes);

    public static Tally operator -(Tally left, Tally right) => new(left.Hash - right.Hash, left.Bytes - right.Bytes);
}
