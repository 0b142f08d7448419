namespace Runink.Barn;

/// <summary>
/// Bytes are not what they should be: a command or a snapshot that is damaged, cut short or of an unknown version.
/// </summary>
/// <param name="message">What is wrong.</param>
public sealed class KvFormatException(string message) : FormatException(message);
