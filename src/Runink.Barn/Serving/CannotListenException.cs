namespace Runink.Barn;

/// <summary>An address cannot be listened on.</summary>
/// <param name="message">Which, and why.</param>
/// <param name="inner">What the operating system said.</param>
public sealed class CannotListenException(string message, Exception inner) : IOException(message, inner);
