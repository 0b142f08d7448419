namespace Runink.Simulation;

/// <summary>The command line makes no sense.</summary>
public sealed class UsageException(string message) : Exception(message);
