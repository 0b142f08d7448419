using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Contracts;

/// <summary>An ODCS data contract, as far as Runink enforces it. Immutable; equality is structural.</summary>
/// <param name="Id">The contract's <c>id</c>.</param>
/// <param name="Version">Its <c>version</c>.</param>
/// <param name="File">Its file, relative to the project root.</param>
/// <param name="Hash">SHA-256 of the file's bytes, lower-case hex.</param>
/// <param name="Objects">The elements of <c>schema</c>, in file order.</param>
public sealed record Contract(string Id, string Version, string File, string Hash, EquatableList<ContractObject> Objects)
{
    /// <summary>The schema object that binds to a table of that name, or null.</summary>
    public ContractObject? Find(string table) =>
        Objects.FirstOrDefault(candidate => string.Equals(candidate.Name, table, StringComparison.Ordinal));

    /// <summary>How a plan refers to one of the objects.</summary>
    public ContractRef Refer(ContractObject to) => new(Id, Version, File, to.Name, Hash);
}

/// <summary>One schema object of a contract: the columns of a table and what is demanded of them.</summary>
/// <param name="Name">Name; a table of the same name binds to it.</param>
/// <param name="Columns">Its properties, in file order.</param>
/// <param name="Rules">What every record is held to, column by column in file order, keys last.</param>
/// <param name="Checks">What the whole dataset is held to; whoever plans sets <see cref="CheckPlan.Input"/>.</param>
/// <param name="At">Its name in the file.</param>
public sealed record ContractObject(
    string Name,
    EquatableList<Column> Columns,
    EquatableList<RecordRule> Rules,
    EquatableList<CheckPlan> Checks,
    SourceSpan At);
