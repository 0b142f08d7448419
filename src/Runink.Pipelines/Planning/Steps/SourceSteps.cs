using Runink.Pipelines.Contracts;
using Runink.Pipelines.Features;
using Runink.Pipelines.Planning.Datasets;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>Plans the Given steps: contracts and tables.</summary>
internal static class SourceSteps
{
    private static readonly string[] Options = ["delimiter", "header", "columns", "timezone", "encoding errors", "may be empty"];

    /// <summary><c>the contract … version …</c>.</summary>
    public static void AddContract(BoundStep step, ScenarioBuilder builder)
    {
        if (ReadContract(builder.Context.Fill(step.Value("contract")!, builder.Diagnostics), builder) is not { } contract) return;
        if (step.Value("version") is { } version
            && !IsVersion(builder.Context.Fill(version, builder.Diagnostics), contract, builder))
            return;
        builder.Contracts.Add(contract);
    }

    /// <summary><c>a table … from … as …</c>.</summary>
    public static void AddTable(BoundStep step, ScenarioBuilder builder)
    {
        var table = step.Value("table")!;
        var flow = step.Value("as") ?? table;
        var before = builder.Diagnostics.Count;
        var options = OptionTable.Read(step, builder, Options);
        var read = ReadOptions(options, builder);
        if (builder.Diagnostics.Count > before || !builder.MayMake(flow)) return;
        if (DatasetUri.Read(builder.Context.Fill(step.Value("uri")!, builder.Diagnostics), builder) is not { } dataset) return;
        if (!FitsFormat(dataset, options, builder)) return;
        var own = step.Value("contract") is { } path
            ? ReadContract(builder.Context.Fill(path, builder.Diagnostics), builder)
            : null;
        if (step.Value("contract") is not null && own is null) return;
        if (SourceColumns.Find(step, dataset, read, own, builder) is not { } found) return;
        var node = new SourceNode
        {
            Id = builder.NextId,
            Flow = flow.Text,
            At = step.At,
            Inputs = [],
            Columns = found.Columns,
            Table = table.Text,
            Dataset = dataset,
            Options = read,
            Contract = found.Contract,
            TypeRules = found.TypeRules,
        };
        builder.AddSource(node, found.ClassifiedBy);
    }

    private static Contract? ReadContract(StepValue path, ScenarioBuilder builder)
    {
        var reading = builder.Context.ReadContract(path);
        builder.Diagnostics.AddRange(reading.Diagnostics);
        return reading.Contract;
    }

    private static bool IsVersion(StepValue version, Contract contract, ScenarioBuilder builder)
    {
        if (!VersionRange.TryParse(version.Text, out var range))
        {
            builder.Report(PlanErrors.ContractMismatch.Error(
                $"\"{version.Text}\" is not a version or a range of versions", version.At, "write 1.2.0, 1.x, ^1.2 or *"));
            return false;
        }

        if (range.Allows(contract.Version)) return true;
        builder.Report(PlanErrors.ContractMismatch.Error(
            $"{contract.File} has version {contract.Version}, not {version.Text}", version.At,
            $"ask for \"{contract.Version}\", or use the contract's file of the right version"));
        return false;
    }

    private static ReadOptions ReadOptions(OptionTable options, ScenarioBuilder builder) => new()
    {
        Delimiter = options.Delimiter(),
        Header = options.Header(),
        Columns = options["columns"] is { } columns ? ColumnList.Read(columns, builder) : [],
        TimeZone = TimeZoneOf(options),
        AllowEmpty = options.Choice("may be empty", false, ("yes", true), ("no", false)),
        EncodingErrors = options.Choice("encoding errors", EncodingErrors.Fail, ("fail", EncodingErrors.Fail),
            ("replace", EncodingErrors.Replace)),
    };

    private static string TimeZoneOf(OptionTable options)
    {
        if (options["timezone"] is not { } value) return "UTC";
        if (TimeZoneInfo.TryFindSystemTimeZoneById(value.Text, out var zone) && zone.HasIanaId) return value.Text;
        options.Refuse(value, $"\"{value.Text}\" is not a time zone", "use an IANA name like Europe/Lisbon or UTC");
        return "UTC";
    }

    private static bool FitsFormat(DatasetRef dataset, OptionTable options, ScenarioBuilder builder)
    {
        string[] misplaced = dataset.Format switch
        {
            "csv" => [],
            "parquet" => ["delimiter", "header", "timezone", "encoding errors", "columns"],
            _ => ["delimiter", "header"],
        };
        foreach (var option in misplaced.Where(option => options[option] is not null))
        {
            builder.Report(PlanErrors.UnknownOption.Error(
                $"{dataset.Format} has no option \"{option}\"", options[option]!.At, "remove it"));
            return false;
        }

        return true;
    }
}
