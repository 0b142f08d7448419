using Runink.Data.Engines;
using Runink.Pipelines.Contracts;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;
using Runink.Pipelines.Planning.CSharp;
using Runink.Pipelines.Planning.Datasets;
using Runink.Pipelines.Planning.Sql;
using Runink.Pipelines.Planning.Steps;
using Runink.Pipelines.Projects;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning;

/// <summary>
/// What all scenarios of one planning share: the project, the engine, contracts read once, datasets written so far.
/// </summary>
internal sealed class PlanningContext : IDisposable
{
    private readonly PlanOptions _options;
    private readonly SqlEngine _engine;
    private readonly ParquetFooter _footers;
    private readonly Dictionary<string, ContractReading> _contracts = new(StringComparer.Ordinal);
    private readonly Dictionary<DatasetRef, SourceColumns> _written = [];
    private readonly List<(DatasetRef Dataset, SourceColumns Columns)> _writes = [];

    public PlanningContext(Project project, PlanOptions options)
    {
        Project = project;
        _options = options;
        // Made only if an engine spills, which binding without data does not.
        var spill = Path.Combine(Path.GetTempPath(), "runink-plan");
        _engine = new SqlEngine(spill);
        _footers = new ParquetFooter(spill);
        Sql = new SqlAnalyzer(_engine);
        CSharp = new CSharpStepBuilder(project.StatePath);
    }

    public Project Project { get; }

    public SqlAnalyzer Sql { get; }

    public CSharpStepBuilder CSharp { get; }

    /// <summary>Puts values into the placeholders of a text.</summary>
    public StepValue Fill(StepValue value, ICollection<Diagnostic> diagnostics) =>
        value with { Text = Placeholders.Fill(value, _options.Values, diagnostics) };

    /// <summary>A contract file; its diagnostics come with the first reading only.</summary>
    public ContractReading ReadContract(StepValue path)
    {
        if (_contracts.TryGetValue(path.Text, out var known)) return known with
        {
            Diagnostics = known.Contract is null
            ? known.Diagnostics
            : []
        };
        return _contracts[path.Text] = ContractReader.Read(Project, path.Text, path.At);
    }

    /// <summary>The schema object that a reference was made from.</summary>
    public ContractObject? FindObject(ContractRef reference) =>
        _contracts.Values.Select(reading => reading.Contract)
            .FirstOrDefault(contract => contract?.File == reference.File
                && contract.Hash == reference.Hash)?.Find(reference.Object);

    /// <summary>The columns of a dataset that a scenario planned before writes.</summary>
    public SourceColumns? FindWriter(DatasetRef dataset) => _written.GetValueOrDefault(dataset);

    /// <summary>What scenarios planned before write into files that a source could read, whatever it calls them.</summary>
    public IEnumerable<SourceColumns> FindWriters(DatasetRef source) =>
        _writes.Where(write => DatasetOverlap.Reads(source, write.Dataset)).Select(write => write.Columns);

    /// <summary>
    /// Remembers what a planned scenario writes. Several writers of one dataset raise each other's classifications.
    /// </summary>
    public void AddWritten(ScenarioPlan plan)
    {
        foreach (var sink in plan.Sinks)
        {
            var columns = plan.Nodes[sink.Input].Columns;
            if (sink.Dataset.Format == "parquet") columns = [.. columns.Select(column => column with { Type = column.Type.InParquet() })];
            if (_written.TryGetValue(sink.Dataset, out var known)) columns = SourceColumns.Raise(columns, known.Columns);
            var written = new SourceColumns(columns, null, $"as scenario \"{plan.Name}\" writes it");
            _written[sink.Dataset] = written;
            _writes.Add((sink.Dataset, written));
        }

        if (plan.DeadLetters is not { } letters) return;
        // Whatever a letter holds, its payload may hold what the queue is cleared for; so may columns that are taken out of it.
        _writes.Add((letters.Dataset, new SourceColumns(
            [new Column("payload", ColumnType.Text, letters.ClearedFor)], null, $"as the dead letters of scenario \"{plan.Name}\"")));
    }

    /// <summary>
    /// The columns of a Parquet dataset from its first file's footer; null when there is none, with a diagnostic.
    /// </summary>
    public EquatableList<Column>? ReadFooter(DatasetRef dataset, StepValue table, ICollection<Diagnostic> diagnostics)
    {
        var expansion = Project.ExpandGlob(dataset.Path);
        if (expansion.Refusal is { } refusal)
        {
            diagnostics.Add(PlanErrors.PathRefused.Error(refusal, table.At));
            return null;
        }

        if (expansion.Files.FirstOrDefault(
            file => file.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase)) is not { } first)
        {
            diagnostics.Add(PlanErrors.UnknownColumns.Error(
                $"nothing tells the columns of \"{table.Text}\": {dataset} holds no Parquet file, and no scenario here writes it",
                table.At));
            return null;
        }

        try
        {
            return _footers.Read(Path.Combine(Project.Root, first));
        }
        catch (EngineException failure)
        {
            diagnostics.Add(PlanErrors.UnknownColumns.Error($"the footer of {first} cannot be read: {failure.Message}", table.At,
                "replace the damaged file"));
            return null;
        }
    }

    public void Dispose()
    {
        _engine.Dispose();
        _footers.Dispose();
    }
}
