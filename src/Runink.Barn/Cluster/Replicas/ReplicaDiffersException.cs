namespace Runink.Barn;

/// <summary>A member was found, before it served anybody, to hold another state than the others.</summary>
/// <param name="message">What each holds.</param>
public sealed class ReplicaDiffersException(string message) : Exception(message);
