using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.CSharp;

/// <summary>What a C# step takes and returns, as its code says. Immutable; stored with the compiled code.</summary>
public sealed record StepShape
{
    /// <summary>The file, relative to the project root.</summary>
    public required string File { get; init; }

    /// <summary>The method, for people: <c>Enrich.Run</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The columns that it asks for, in the order in which it gets them.</summary>
    public required EquatableList<StepProperty> Inputs { get; init; }

    /// <summary>The columns that it returns, in order.</summary>
    public required EquatableList<StepProperty> Outputs { get; init; }

    /// <summary>Whether its records can say that they are rejected.</summary>
    public required bool Rejects { get; init; }
}

/// <summary>A property that stands for a column.</summary>
public sealed record StepProperty
{
    /// <summary>The property's name.</summary>
    public required string Name { get; init; }

    /// <summary>The column's name, when it is given or follows from the property's.</summary>
    public required string Column { get; init; }

    /// <summary>Whether the code names the column itself.</summary>
    public bool IsNamed { get; init; }

    /// <summary>The column's type; of a decimal that is asked for only the kind counts.</summary>
    public required ColumnType Type { get; init; }

    /// <summary>Whether NULL may stand there.</summary>
    public required bool IsNullable { get; init; }

    /// <summary>Where it is declared.</summary>
    public required SourceSpan At { get; init; }

    /// <summary>Whether a column of that name is meant: <c>TradeId</c> takes <c>tradeid</c> and <c>trade_id</c>.</summary>
    public bool Means(string column) => string.Equals(column, Column, StringComparison.OrdinalIgnoreCase)
        || (!IsNamed && string.Equals(column, Name, StringComparison.OrdinalIgnoreCase));
}
