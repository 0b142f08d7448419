namespace Runink.Isolation.Sandbox;

/// <summary>
/// The kernel was told to kill a slice, and something of it lives on: as a rule a process that waits for a disk or a network file system
/// which does not answer. The slice stays written down, and each next sweep tries again.
/// </summary>
/// <param name="message">Which slice, and what lives of it.</param>
public sealed class SliceNotEndedException(string message) : IOException(message);
