namespace Runink.Data.Functions;

/// <summary>
/// A source of rows written in C# that SQL uses as a table: <c>FROM name(arguments)</c>. Thread-safe. A query binds it
/// (<see cref="TableScan"/>), opens it once per execution (<see cref="TableSource"/>), and reads it with one
/// <see cref="TableReader"/> per thread.
/// </summary>
/// <param name="name">How SQL calls it.</param>
/// <param name="parameters">The types of its arguments: VARCHAR and BIGINT.</param>
public abstract class TableFunction(string name, params string[] parameters)
{
    /// <summary>How SQL calls it.</summary>
    public string Name { get; } = name;

    /// <summary>The types of its arguments, in order.</summary>
    public IReadOnlyList<string> Parameters { get; } = parameters;

    /// <summary>All that the engine is told of it.</summary>
    internal string Signature => $"{Name}({string.Join(", ", Parameters)})";

    /// <summary>Finds what the arguments name and tells its columns; called while a query is planned, and by Describe.</summary>
    protected internal abstract TableScan Bind(TableArguments arguments);
}
