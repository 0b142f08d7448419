namespace Runink.Barn;

/// <summary>Another process holds the data directory.</summary>
/// <param name="message">Which directory, and who holds it if that is known.</param>
public sealed class DirectoryInUseException(string message) : IOException(message);
