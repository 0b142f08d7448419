using Runink.Pipelines.Projects;
using Runink.Runs.Files;

namespace Runink.Runs.Coordination;

/// <summary>What a slice of a run wrote on standard error.</summary>
/// <param name="Name">Its stage and attempt, and its number where there were several slices.</param>
/// <param name="Files">The files that hold it, the oldest first. None of them is empty.</param>
public sealed record SliceLog(string Name, IReadOnlyList<string> Files)
{
    /// <summary>The logs of a run, in the order of their names. Who wrote nothing has none.</summary>
    /// <param name="project">The project.</param>
    /// <param name="run">The run's id.</param>
    public static IReadOnlyList<SliceLog> Of(Project project, string run)
    {
        var directory = new StatePaths(project.StatePath).LogsOf(run);
        if (!Directory.Exists(directory)) return [];
        // A log that could not be begun anew, on a full disk, has nothing but its older part.
        var begun = Directory.GetFiles(directory, $"*{StatePaths.LogEnding}{BoundedLog.OlderEnding}")
            .Select(older => older[..^BoundedLog.OlderEnding.Length]);
        return
        [
            .. Directory.GetFiles(directory, $"*{StatePaths.LogEnding}").Union(begun).Order(StringComparer.Ordinal)
                .Select(file => new SliceLog(Path.GetFileNameWithoutExtension(file), Parts(file)))
                .Where(log => log.Files.Count > 0),
        ];
    }

    private static List<string> Parts(string file) =>
    [
        .. new[] { file + BoundedLog.OlderEnding, file }.Select(part => new FileInfo(part))
            .Where(part => part.Exists && part.Length > 0).Select(part => part.FullName),
    ];
}
