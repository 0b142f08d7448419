using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Projects;

namespace Runink.Cli.Doctor;

/// <summary>Whether the current directory belongs to a project that can run.</summary>
internal static class ProjectChecks
{
    private const string Category = "project";

    /// <summary>The project's file, state directory and key; one finding, when there is no project.</summary>
    public static IEnumerable<Finding> All(string directory)
    {
        var (project, broken) = Find(directory);
        return project is null ? [broken!] : [Found(project), State(project), Key(project)];
    }

    private static (Project? Project, Finding? Broken) Find(string directory)
    {
        try
        {
            return (Project.Find(directory), null);
        }
        catch (RuninkException e)
        {
            return (null, new Finding(Category, "project file", FindingStatus.Fail, e.Diagnostic.Message, e.Diagnostic.Hint));
        }
    }

    private static Finding Found(Project project) => File.Exists(Path.Combine(project.Root, Project.FileName))
        ? new Finding(Category, "project file", FindingStatus.Pass, $"{project.Name} in {project.Root}")
        : new Finding(Category, "project file", FindingStatus.Warn, $"no {Project.FileName} here or above",
            $"start a project with 'runi init NAME', or put an empty {Project.FileName} into its root");

    private static Finding State(Project project)
    {
        var nearest = Directory.Exists(project.StatePath) ? project.StatePath : project.Root;
        var probe = Path.Combine(nearest, $".runi-doctor-{Environment.ProcessId}");
        try
        {
            File.WriteAllText(probe, "");
            return new Finding(Category, "ledger", FindingStatus.Pass, $"{project.StatePath} can be written");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Finding(Category, "ledger", FindingStatus.Fail, e.Message,
                $"make {nearest} writable for this user: runs are recorded there");
        }
        finally
        {
            File.Delete(probe);
        }
    }

    private static Finding Key(Project project)
    {
        try
        {
            MaskingKey.Load(project);
            return new Finding(Category, "masking key", FindingStatus.Pass, "present, readable by its owner only");
        }
        catch (RuninkException e)
        {
            var missing = !File.Exists(project.MaskingKeyPath);
            var status = missing ? FindingStatus.Warn : FindingStatus.Fail;
            return new Finding(Category, "masking key", status, e.Diagnostic.Message, e.Diagnostic.Hint);
        }
    }
}
