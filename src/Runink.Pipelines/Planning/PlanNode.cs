using System.Text.Json.Serialization;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning;

/// <summary>
/// One operator of a plan: takes zero or more flows, makes one. Engine-neutral except <see cref="SqlNode"/>, which
/// carries its dialect. Immutable; nodes refer to each other by <see cref="Id"/>, inputs always precede users.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(SourceNode), "source")]
[JsonDerivedType(typeof(ValidateNode), "validate")]
[JsonDerivedType(typeof(MaskNode), "mask")]
[JsonDerivedType(typeof(SqlNode), "sql")]
[JsonDerivedType(typeof(FilterNode), "filter")]
[JsonDerivedType(typeof(JoinNode), "join")]
[JsonDerivedType(typeof(UnionNode), "union")]
[JsonDerivedType(typeof(DeduplicateNode), "deduplicate")]
[JsonDerivedType(typeof(ProgramNode), "program")]
public abstract record PlanNode
{
    /// <summary>Number within the scenario, from 0, in topological order.</summary>
    public required int Id { get; init; }

    /// <summary>Name of the flow that this node makes; later nodes may make a newer flow of the same name.</summary>
    public required string Flow { get; init; }

    /// <summary>The step that asked for it.</summary>
    public required SourceSpan At { get; init; }

    /// <summary>Output columns, in order; known before anything runs.</summary>
    public required EquatableList<Column> Columns { get; init; }

    /// <summary>Ids of the nodes whose flows this one reads.</summary>
    public required EquatableList<int> Inputs { get; init; }

    /// <summary>Whether the flow ends by itself. Every edge is marked from the start; streams come later.</summary>
    public bool Bounded { get; init; } = true;
}

/// <summary>Reads a dataset. For text formats (csv, json, jsonl) a value that cannot be cast to its column type makes the record fail.</summary>
public sealed record SourceNode : PlanNode
{
    /// <summary>The name in <c>a table "trade"</c>; binds to the contract's schema object of that name.</summary>
    public required string Table { get; init; }

    /// <summary>Where the records are.</summary>
    public required DatasetRef Dataset { get; init; }

    /// <summary>How to read text formats.</summary>
    public required ReadOptions Options { get; init; }

    /// <summary>The contract that gave the columns, or null when an option or the file did.</summary>
    public ContractRef? Contract { get; init; }

    /// <summary>
    /// The contract's rules of kind <see cref="RuleKind.LogicalType"/> that give a column a format or a zone: its texts are read so whether or not a validation
    /// enforces the contract. Null for none.
    /// </summary>
    public EquatableList<RecordRule>? TypeRules { get; init; }

    /// <summary>What to do with missing, retyped and extra columns.</summary>
    public DriftPolicy Drift { get; init; } = new();
}

/// <summary>Splits a flow by its contract's record rules: the output holds the records that broke none.</summary>
public sealed record ValidateNode : PlanNode
{
    /// <summary>The contract that is enforced.</summary>
    public required ContractRef Contract { get; init; }

    /// <summary>Every per-record rule, in the contract's order; the index of a rule is its bit in the verdict.</summary>
    public required EquatableList<RecordRule> Rules { get; init; }
}

/// <summary>Replaces columns by masked values.</summary>
public sealed record MaskNode : PlanNode
{
    /// <summary>What happens to which column; a column is named at most once.</summary>
    public required EquatableList<FieldMask> Masks { get; init; }
}

/// <summary>A SELECT that a person wrote, already checked against the allow-list.</summary>
public sealed record SqlNode : PlanNode
{
    /// <summary>The statement, parameters already put in.</summary>
    public required string Sql { get; init; }

    /// <summary>Its dialect; only <c>duckdb</c> today.</summary>
    public string Dialect { get; init; } = "duckdb";

    /// <summary>For each of <see cref="PlanNode.Inputs"/>, the table name the statement uses for it.</summary>
    public required EquatableList<string> InputNames { get; init; }

    /// <summary>
    /// True when a single input is read once and to its end (no join, limit, sample, repeated reference; aggregates and
    /// windows read all there is): then it may run in the same pass as validation.
    /// </summary>
    public bool SinglePass { get; init; }
}

/// <summary>Keeps the records for which a condition holds; others are neither passed nor failed.</summary>
public sealed record FilterNode : PlanNode
{
    /// <summary>A checked scalar SQL expression over the input's columns.</summary>
    public required string Condition { get; init; }
}

/// <summary>How a <see cref="JoinNode"/> treats records without a partner.</summary>
public enum JoinKind
{
    /// <summary>Only pairs.</summary>
    Inner,

    /// <summary>All of the left.</summary>
    Left,

    /// <summary>All of both.</summary>
    Full,

    /// <summary>Left records that have a partner, once.</summary>
    Semi,

    /// <summary>Left records that have none.</summary>
    Anti,
}

/// <summary>Joins two flows on equally named columns; the keys appear once in the output.</summary>
public sealed record JoinNode : PlanNode
{
    /// <summary>Treatment of unmatched records. <see cref="PlanNode.Inputs"/> is left, right.</summary>
    public required JoinKind Join { get; init; }

    /// <summary>Column names that both sides have.</summary>
    public required EquatableList<string> Keys { get; init; }
}

/// <summary>All records of all inputs, columns matched by name.</summary>
public sealed record UnionNode : PlanNode;

/// <summary>Keeps the first record of each key in source order.</summary>
public sealed record DeduplicateNode : PlanNode
{
    /// <summary>The key columns.</summary>
    public required EquatableList<string> Keys { get; init; }
}

/// <summary>How records cross the border of a process.</summary>
public enum RecordFormat
{
    /// <summary>One JSON object a line.</summary>
    JsonLines,

    /// <summary>An Arrow IPC stream.</summary>
    Arrow,
}

/// <summary>
/// Passes a flow through a program that a person wrote, in a process of its own. Each line it writes is a record of the output; one that
/// does not fit the columns, or that the program rejects, fails.
/// </summary>
public sealed record ProgramNode : PlanNode
{
    /// <summary>The program's file, relative to the project root.</summary>
    public required string Program { get; init; }

    /// <summary>SHA-256 of the file when it was planned, hex: what runs is that and nothing else.</summary>
    public required string Hash { get; init; }

    /// <summary>What it reads and writes.</summary>
    public required RecordFormat Format { get; init; }

    /// <summary>The network endpoints that it may reach, <c>host:port</c>; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EquatableList<string>? Endpoints { get; init; }

    /// <summary>The method of a step in C#, which is compiled; null for a program that is started as it is.</summary>
    public string? Method { get; init; }

    /// <summary>The columns that it is given, in this order; null for all.</summary>
    public EquatableList<string>? Reads { get; init; }

    /// <summary>What it is called, for people.</summary>
    [JsonIgnore]
    public string Called => $"{(Method is null ? "the program" : "the C# step")} {Program}";
}
