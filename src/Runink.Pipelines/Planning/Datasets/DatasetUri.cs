using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;
using Runink.Pipelines.Planning.Steps;
using Runink.Pipelines.Projects;

namespace Runink.Pipelines.Planning.Datasets;

/// <summary>Reads the URIs of datasets: a format, and a path that the project's rules allow.</summary>
internal static class DatasetUri
{
    private static readonly string[] Readable = ["csv", "json", "jsonl", "parquet"];
    private static readonly string[] Writable = ["csv", "jsonl", "parquet"];

    /// <summary>A dataset to read; null when it is refused, and then a diagnostic says why.</summary>
    public static DatasetRef? Read(StepValue uri, ScenarioBuilder builder) =>
        Resolve(uri, builder.Context.Project, Readable, write: false, builder.Diagnostics);

    /// <summary>A dataset to write.</summary>
    public static DatasetRef? Write(StepValue uri, ScenarioBuilder builder) =>
        Resolve(uri, builder.Context.Project, Writable, write: true, builder.Diagnostics);

    /// <summary>Reads a URI for its identity only; what is wrong is somebody else's to report.</summary>
    public static DatasetRef? Identify(StepValue uri, Project project, bool write) =>
        Resolve(uri, project, write ? Writable : Readable, write, []);

    private static DatasetRef? Resolve(StepValue uri, Project project, string[] formats, bool write, List<Diagnostic> diagnostics)
    {
        var split = uri.Text.IndexOf("://", StringComparison.Ordinal);
        if (split <= 0)
        {
            diagnostics.Add(PlanErrors.DatasetUri.Error($"\"{uri.Text}\" is not a dataset", uri.At));
            return null;
        }

        var (scheme, path) = (uri.Text[..split], uri.Text[(split + 3)..]);
        if (!formats.Contains(scheme, StringComparer.Ordinal))
        {
            var hint = Suggestions.DidYouMean(scheme, formats)
                ?? $"datasets to {(write ? "write" : "read")} are {string.Join(", ", formats)}";
            diagnostics.Add(PlanErrors.DatasetUri.Error($"\"{scheme}\" is no format to {(write ? "write" : "read")}",
                uri.At.Within(0, scheme.Length), hint));
            return null;
        }

        var resolution = write ? project.ResolveWrite(path) : project.ResolveRead(path);
        if (resolution.Relative is { } relative) return new DatasetRef(scheme, relative.TrimEnd('/'));
        diagnostics.Add(PlanErrors.PathRefused.Error(resolution.Refusal!, uri.At.Within(split + 3, path.Length)));
        return null;
    }
}
