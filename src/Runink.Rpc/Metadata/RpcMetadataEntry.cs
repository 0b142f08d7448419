namespace Runink.Rpc;

/// <summary>One header of a call.</summary>
/// <param name="Key">In lower case; ends in <c>-bin</c> if the value is bytes.</param>
/// <param name="Text">The value of a text entry, else null.</param>
/// <param name="Bytes">The value of a binary entry, else empty.</param>
public readonly record struct RpcMetadataEntry(string Key, string? Text, ReadOnlyMemory<byte> Bytes);
