namespace Runink.Barn;

/// <summary>No member of the cluster that a node is to join could be asked.</summary>
/// <param name="message">What was tried.</param>
public sealed class CannotJoinException(string message) : Exception(message);
