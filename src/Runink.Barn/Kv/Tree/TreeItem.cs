namespace Runink.Barn;

/// <summary>What has a key by which a tree orders it. The bytes never change.</summary>
public abstract class TreeItem
{
    private protected TreeItem(byte[] data, int keyOffset, int keyLength)
    {
        Data = data;
        KeyOffset = keyOffset;
        KeyLength = keyLength;
    }

    /// <summary>The key.</summary>
    public ReadOnlyMemory<byte> Key => new(Data, KeyOffset, KeyLength);

    internal byte[] Data { get; }

    internal int KeyOffset { get; }

    internal int KeyLength { get; }

    internal ReadOnlySpan<byte> KeySpan => new(Data, KeyOffset, KeyLength);
}
