using Runink.Raft;

namespace Runink.Simulation;

/// <summary>What an input does to one node.</summary>
/// <param name="To">The node afterwards; the same object when nothing about it changed.</param>
/// <param name="Sent">The messages that it sent.</param>
/// <param name="Applied">The entries that its state machine applied.</param>
/// <param name="Reads">The reads that may be served, with what must be applied first.</param>
/// <param name="Accepted">Whether a wish of a client or operator was taken.</param>
/// <param name="Violation">The rule that this step broke by itself, or null.</param>
public sealed record LocalStep(
    LocalState To, MessageName[] Sent, Entry[] Applied, (ulong Context, LogIndex Index)[] Reads, bool Accepted, string? Violation)
{
    /// <summary>Whether delivering the message changed nothing about the receiver.</summary>
    public bool IsIdle { get; init; }

    /// <summary>Whether the message can never again do anything to the receiver.</summary>
    public bool IsDead { get; init; }
}

/// <summary>A message by its receiver and its number among the messages to it.</summary>
public readonly record struct MessageName(int To, int Number);
