using System.Collections.Immutable;

namespace Runink.Raft;

/// <summary>One thing to change in a membership.</summary>
public enum MembershipOperation
{
    /// <summary>Bring in a node that keeps the log without a vote.</summary>
    AddLearner,

    /// <summary>
    /// Bring in a node as a voter at once, without catching up first: for founding small groups, slower otherwise.
    /// </summary>
    AddVoter,

    /// <summary>Bring in a node that votes and keeps no data.</summary>
    AddWitness,

    /// <summary>Give a learner that has caught up its vote.</summary>
    Promote,

    /// <summary>Make a voter a learner.</summary>
    Demote,

    /// <summary>Take a node out.</summary>
    Remove,
}

/// <summary>One step of a change.</summary>
/// <param name="Operation">What to do.</param>
/// <param name="Node">To whom.</param>
public readonly record struct MembershipStep(MembershipOperation Operation, NodeId Node);

/// <summary>
/// A wish to change who belongs to the group: any number of steps, entered and left together through joint consensus
/// (Raft paper, section 6).
/// </summary>
/// <param name="Steps">What to change; at most <see cref="MaxSteps"/>.</param>
public sealed record MembershipChange(ImmutableArray<MembershipStep> Steps)
{
    /// <summary>The most steps in one change.</summary>
    public const int MaxSteps = 16;

    /// <summary>A change of one step.</summary>
    public static MembershipChange One(MembershipOperation operation, NodeId node) => new([new(operation, node)]);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Steps.Select(s => $"{s.Operation} {s.Node}"));
}
