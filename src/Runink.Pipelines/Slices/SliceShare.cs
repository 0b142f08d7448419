using System.Text.Json.Serialization;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Slices;

/// <summary>What one of several slices does of a stage. Described in docs/internals/formats.md.</summary>
public sealed record SliceShare
{
    /// <summary>Its number within the stage.</summary>
    public required int Index { get; init; }

    /// <summary>Ids of the operators whose flows it computes; sinks and checks belong to the slice that computes their flow.</summary>
    public required EquatableList<int> Nodes { get; init; }

    /// <summary>Flows that come from other slices.</summary>
    public required EquatableList<EdgeEnd> Inputs { get; init; }

    /// <summary>Flows that go to other slices.</summary>
    public required EquatableList<EdgeEnd> Outputs { get; init; }
}

/// <summary>A slice's end of an edge.</summary>
/// <param name="Node">Id of the operator whose flow it is; what comes from a program has the id of its step.</param>
/// <param name="Path">Absolute path of the named pipe.</param>
/// <param name="Format">What goes over it.</param>
public sealed record EdgeEnd(int Node, string Path, RecordFormat Format)
{
    /// <summary>Whether a step of one's own is at the other end: it gets the flow's columns and nothing else, and has to read to the end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOwnStep { get; init; }

    /// <summary>The columns that go over it, in this order; null for all.</summary>
    public EquatableList<string>? Columns { get; init; }
}
