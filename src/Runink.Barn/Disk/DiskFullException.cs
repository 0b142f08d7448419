namespace Runink.Barn;

/// <summary>There is no room on the disk.</summary>
/// <param name="message">What could not be written.</param>
/// <param name="inner">The error of the operating system.</param>
public sealed class DiskFullException(string message, Exception? inner = null) : IOException(message, inner);
