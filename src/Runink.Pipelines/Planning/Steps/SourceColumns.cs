using Runink.Pipelines.Contracts;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>The columns of a source and who gave them.</summary>
internal sealed record SourceColumns(EquatableList<Column> Columns, ContractRef? Contract, string ClassifiedBy)
{
    /// <summary>The contract's rules that give columns a format or a zone, or null.</summary>
    public EquatableList<RecordRule>? TypeRules { get; init; }

    /// <summary>
    /// Finds the columns of a table, without reading data: from its contract, its <c>columns</c> option, the scenario that writes
    /// the
    /// dataset, or a Parquet footer. Null when there is none; a diagnostic then says so.
    /// </summary>
    public static SourceColumns? Find(BoundStep step, DatasetRef dataset, ReadOptions options, Contract? own,
        ScenarioBuilder builder)
    {
        var table = step.Value("table")!;
        List<Contract> contracts = own is not null ? [own] : builder.Contracts;
        var matches = contracts.Select(contract => (Contract: contract, Object: contract.Find(table.Text)))
            .Where(match => match.Object is not null).ToList();
        if (matches.Count > 1)
        {
            builder.Report(PlanErrors.ContractMismatch.Error(
                $"{matches.Count} contracts have an object \"{table.Text}\"", table.At,
                    "name the one to use: … under contract \"file\""));
            return null;
        }

        if (matches is [var (contract, found)]) return ByContract(dataset, options, contract, found!, table, builder);
        if (own is not null)
        {
            builder.Report(NoObject(table, contracts));
            return null;
        }

        if (options.Columns.Count > 0)
            return new SourceColumns(options.Columns, null, "because nothing says otherwise").Raised(dataset, options, builder.Context);
        if (builder.Context.FindWriter(dataset) is { } writer) return writer;
        if (dataset.Format == "parquet") return Footer(dataset, table, builder)?.Raised(dataset, options, builder.Context);
        builder.Report(contracts.Count > 0
            ? NoObject(table, contracts)
            : PlanErrors.UnknownColumns.Error($"nothing says which columns \"{table.Text}\" has", table.At));
        return null;
    }

    private static SourceColumns? ByContract(
        DatasetRef dataset, ReadOptions options, Contract contract, ContractObject found, StepValue table,
            ScenarioBuilder builder)
    {
        if (options.Columns.Count > 0)
        {
            builder.Report(PlanErrors.OptionValue.Error(
                $"the columns of \"{table.Text}\" are given by {contract.File} and by the option \"columns\"", table.At,
                    "keep one of them"));
            return null;
        }

        if (builder.Context.FindWriter(dataset) is { } writer)
            builder.WrittenUnderContract.Add(new WrittenUnderContract(table, found.Columns, writer.Columns));
        var byContract = new SourceColumns(found.Columns, contract.Refer(found), $"by {contract.File}") { TypeRules = TypeRulesOf(found) };
        return byContract.Raised(dataset, options, builder.Context);
    }

    // The others say no more than the column's type does.
    private static EquatableList<RecordRule>? TypeRulesOf(ContractObject found)
    {
        EquatableList<RecordRule> rules =
            [.. found.Rules.Where(rule => rule.Kind == RuleKind.LogicalType && (rule.Argument ?? rule.TimeZone) is not null)];
        return rules.Count > 0 ? rules : null;
    }

    /// <summary>
    /// Raises classifications to those that writers of the source's files gave. A column that a writer does not know by its name could hold any of its values.
    /// </summary>
    private SourceColumns Raised(DatasetRef dataset, ReadOptions options, PlanningContext context)
    {
        var raised = this;
        foreach (var writer in context.FindWriters(dataset))
        {
            // Without a header the names are the reader's own.
            EquatableList<Column> known = options.Header ? writer.Columns : [];
            var highest = writer.Columns.Select(column => column.Classification).DefaultIfEmpty().Max();
            EquatableList<Column> columns = [.. Raise(raised.Columns, known).Select(column =>
                column.Classification < highest && ColumnNames.IndexOf(known, column.Name) < 0 ? column with { Classification = highest } : column)];
            if (columns.Equals(raised.Columns)) continue;
            raised = raised with { Columns = columns, ClassifiedBy = Contract is null ? writer.ClassifiedBy : ClassifiedBy };
        }

        return raised;
    }

    /// <summary>
    /// Raises classifications to those of another list: what a writer knows about a column holds whatever the reader's contract
    /// says.
    /// </summary>
    public static EquatableList<Column> Raise(EquatableList<Column> columns, EquatableList<Column> written) =>
        [.. columns.Select(column => ColumnNames.IndexOf(written, column.Name) is >= 0 and var i
            && written[i].Classification > column.Classification
            ? column with { Classification = written[i].Classification }
            : column)];

    private static SourceColumns? Footer(DatasetRef dataset, StepValue table, ScenarioBuilder builder)
    {
        if (builder.Context.ReadFooter(dataset, table, builder.Diagnostics) is { } columns)
            return new SourceColumns(columns, null, "because a Parquet footer says nothing else");
        return null;
    }

    private static Diagnostic NoObject(StepValue table, List<Contract> contracts)
    {
        var names = contracts.SelectMany(contract => contract.Objects).Select(found => found.Name).ToList();
        var hint = Suggestions.DidYouMean(table.Text, names) ?? $"the contract has {string.Join(", ", names)}";
        return PlanErrors.ContractMismatch.Error(
            $"{string.Join(", ", contracts.Select(contract => contract.File))} has no object \"{table.Text}\"", table.At, hint);
    }
}
