using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.Slicing;

/// <summary>What a slice does.</summary>
public enum SliceKind
{
    /// <summary>Runs operators of the plan in the engine.</summary>
    Engine,

    /// <summary>Runs a person's program.</summary>
    Program,
}

/// <summary>One process of a stage.</summary>
/// <param name="Index">Number within the stage, from 0, in topological order.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Nodes">Ids of the operators whose flows it computes, in topological order; for a program, that of its step.</param>
/// <param name="Why">Why it is a process of its own, for people; null for the only slice of a stage.</param>
public sealed record PlannedSlice(int Index, SliceKind Kind, EquatableList<int> Nodes, string? Why);

/// <summary>A flow from one slice to another.</summary>
/// <param name="Node">Id of the operator whose flow it is; from a program, that of its step.</param>
/// <param name="From">Index of the slice that writes it.</param>
/// <param name="To">Index of the slice that reads it.</param>
/// <param name="Format">What goes over it.</param>
/// <param name="Columns">The columns that go over it, in this order; null for all.</param>
public sealed record SliceEdge(int Node, int From, int To, RecordFormat Format, EquatableList<string>? Columns = null);
