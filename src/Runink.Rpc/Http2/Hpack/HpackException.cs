namespace Runink.Rpc;

/// <summary>A block of headers is malformed, both tables differ from here on: the connection ends (COMPRESSION_ERROR).</summary>
internal sealed class HpackException(string message) : Exception(message);
