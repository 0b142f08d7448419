namespace Runink.Barn;

/// <summary>A directory cannot be the data directory of this server, for what it holds or lacks.</summary>
/// <param name="message">Why.</param>
public sealed class UnusableDirectoryException(string message) : IOException(message);
