using Runink.Data.Engines;
using Runink.Data.Sql;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Projects;
using Runink.Runs.Ledger;
using Runink.Runs.Publishing;

namespace Runink.Cli.Queries;

/// <summary>
/// Gives a query the tables that it names: files and globs of the project, datasets by URI, by path or by their last name, each as a view over exactly the files that it means now.
/// </summary>
internal sealed class QueryTables(Project project, EngineConnection connection)
{
    private static readonly string[] Formats = ["csv", "json", "jsonl", "parquet"];
    private readonly DatasetReader _reader = new(project);

    /// <summary>Files that the query may read, absolute.</summary>
    public List<string> AllowedFiles { get; } = [];

    /// <summary>Defines a view for every name of <paramref name="sql"/> that means data.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="datasets">Datasets that runs have published.</param>
    /// <param name="letters">Identities of those that are dead-letter queues.</param>
    public void Define(string sql, IReadOnlyList<DatasetManifest> datasets, IReadOnlySet<string> letters)
    {
        var quoted = QuotedNames.In(sql);
        foreach (var name in quoted)
        {
            if (DatasetNamed(name) is { } dataset) DefineView(name, dataset);
        }

        // A dataset's last name is a convenience: it counts where no other dataset has it. Dead letters often share it with the
        // records that passed, and step back.
        var byName = datasets.OrderBy(manifest => letters.Contains(manifest.Dataset)).Select(manifest => DatasetNamed(manifest.Dataset)!)
            .GroupBy(dataset => dataset.Path[(dataset.Path.LastIndexOf('/') + 1)..], StringComparer.OrdinalIgnoreCase);
        foreach (var group in byName.Where(group => !quoted.Contains(group.Key) && Mentions(sql, group.Key)))
        {
            if (group.Count(dataset => !letters.Contains(dataset.Identity)) <= 1) DefineView(group.Key, group.First());
        }
    }

    private DatasetRef? DatasetNamed(string name)
    {
        var parts = name.Split("://", 2);
        if (parts.Length == 2) return Formats.Contains(parts[0]) ? Refuse(new DatasetRef(parts[0], parts[1]), name) : null;
        var format = Path.GetExtension(name).TrimStart('.').ToLowerInvariant() switch
        {
            "tsv" or "csv" => "csv",
            "ndjson" or "jsonl" => "jsonl",
            "json" => "json",
            "parquet" => "parquet",
            _ => null,
        };
        return format is null ? null : Refuse(new DatasetRef(format, name), name);
    }

    private DatasetRef Refuse(DatasetRef dataset, string name)
    {
        var resolution = project.ResolveRead(dataset.Path);
        if (resolution.Refusal is { } refusal) throw new RuninkException(QueryErrors.Refused.Error($"'{name}' may not be read: {refusal}", at: null), ExitCodes.BadInput);
        return dataset with { Path = resolution.Relative! };
    }

    private void DefineView(string name, DatasetRef dataset)
    {
        var files = _reader.Resolve(dataset).Files.Select(file => Path.GetFullPath(Path.Combine(project.Root, file))).ToList();
        AllowedFiles.AddRange(files);
        var list = SqlText.List(files);
        var reader = dataset.Format switch
        {
            _ when files.Count == 0 => "(SELECT NULL AS empty WHERE false)",
            "csv" => $"read_csv({list}, union_by_name = true)",
            "json" => $"read_json({list}, union_by_name = true)",
            "jsonl" => $"read_json({list}, format = 'newline_delimited', union_by_name = true)",
            _ => $"read_parquet({list}, union_by_name = true, hive_partitioning = false)",
        };
        connection.Execute($"CREATE OR REPLACE VIEW {SqlText.Identifier(name)} AS SELECT * FROM {reader}");
    }

    private static bool Mentions(string sql, string name) => sql.Contains(name, StringComparison.OrdinalIgnoreCase);
}
