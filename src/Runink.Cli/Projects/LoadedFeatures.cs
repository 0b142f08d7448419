using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Features;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Projects;

namespace Runink.Cli.Projects;

/// <summary>Features that a command line named, read and planned together.</summary>
/// <param name="Project">The project that they belong to.</param>
/// <param name="Files">Their paths, relative to the project's root.</param>
/// <param name="Plan">The plan; without scenarios when a feature could not be read.</param>
/// <param name="Diagnostics">Everything found while reading and planning.</param>
internal sealed record LoadedFeatures(
    Project Project, IReadOnlyList<string> Files, PlanningResult Plan, IReadOnlyList<Diagnostic> Diagnostics)
{
    private const string Extension = ".feature";

    /// <summary>Whether nothing may run.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.IsError);

    /// <summary>Reads and plans features.</summary>
    /// <param name="paths">Files or directories of them, relative to <paramref name="directory"/>.</param>
    /// <param name="directory">Where the paths are relative to.</param>
    /// <param name="values">What placeholders stand for.</param>
    /// <exception cref="RuninkException">A path cannot be read, or the features belong to different projects.</exception>
    public static LoadedFeatures Load(IReadOnlyList<string> paths, string directory, PlaceholderValues values)
    {
        var files = paths.SelectMany(path => Expand(Path.GetFullPath(Path.Combine(directory, path)), path)).Distinct().ToList();
        var project = Project.Find(files[0]);
        var relative = files.ConvertAll(file => Path.GetRelativePath(project.Root, file).Replace('\\', '/'));
        if (files.Find(file => Project.Find(file).Root != project.Root) is { } stranger)
        {
            throw CliErrors.Usage($"{stranger} belongs to another project than {files[0]}",
                "give the features of one project at a time");
        }

        var readings = files.Zip(relative, (file, name) => FeatureReader.Read(Text(file), name)).ToList();
        var found = readings.SelectMany(reading => reading.Diagnostics).ToList();
        var features = readings.Select(reading => reading.Feature).OfType<BoundFeature>().ToList();
        var plan = features.Count == readings.Count
            ? Planner.Plan(features, project, new PlanOptions(values))
            : new PlanningResult([], [], []);
        return new LoadedFeatures(project, relative, plan, [.. found, .. plan.Diagnostics]);
    }

    private static string[] Expand(string path, string asGiven)
    {
        if (!Directory.Exists(path)) return [path];
        var features = Directory.GetFiles(path, "*" + Extension, SearchOption.AllDirectories);
        Array.Sort(features, StringComparer.Ordinal);
        return features.Length > 0 ? features : throw CliErrors.Usage($"{asGiven} holds no {Extension} file");
    }

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var nearby = Directory.Exists(Path.GetDirectoryName(file))
                ? Directory.GetFiles(Path.GetDirectoryName(file)!, "*" + Extension)
                : [];
            throw CliErrors.Usage(
                $"cannot read the feature {Path.GetRelativePath(Environment.CurrentDirectory, file)}: {e.Message}",
                Suggestions.DidYouMean(Path.GetFileName(file), nearby.Select(Path.GetFileName)!)
                    ?? "give the path of a .feature file");
        }
    }
}
