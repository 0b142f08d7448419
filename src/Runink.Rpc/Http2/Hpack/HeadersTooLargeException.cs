namespace Runink.Rpc;

/// <summary>A block holds more than this end takes. It was read to its end: only its stream is lost, the connection goes on.</summary>
internal sealed class HeadersTooLargeException(int limit) : Exception($"the headers are larger than {limit} bytes");
