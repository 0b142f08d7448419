using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Projects;

namespace Runink.Pipelines.Planning.Programs;

/// <summary>How files of people's own code are looked at, whatever they are written in.</summary>
/// <param name="Problem">The kind of error that a file which cannot be a step is.</param>
/// <param name="BytesMax">How long it may be; a multiple of a MiB.</param>
internal sealed record StepFile(ErrorDefinition Problem, long BytesMax)
{
    /// <summary>Looks at a file; null when it cannot be a step, which is reported.</summary>
    /// <param name="project">Whose path rules hold.</param>
    /// <param name="path">As a person wrote it, relative to the project.</param>
    /// <param name="at">Where it was written; null for a command line.</param>
    /// <param name="diagnostics">Gets what is wrong.</param>
    /// <param name="look">Makes the step of the file's path, relative to the project root, and of its content; or says what the file is not.</param>
    public T? Read<T>(
        Project project, string path, SourceSpan? at, ICollection<Diagnostic> diagnostics, Func<string, FileStream, (T? Step, string? WhyNot)> look)
        where T : class
    {
        var resolution = project.ResolveRead(path);
        if (resolution.Absolute is not { } absolute)
        {
            diagnostics.Add(PlanErrors.PathRefused.Error(resolution.Refusal!, at));
            return null;
        }

        try
        {
            var (step, why) = Look(absolute, content => look(resolution.Relative!, content));
            if (why is null) return step;
            diagnostics.Add(Problem.Error($"'{path}' {why}", at));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            diagnostics.Add(Problem.Error($"'{path}' cannot be read: {failure.Message}", at, "check its permissions"));
        }

        return null;
    }

    private (T? Step, string? WhyNot) Look<T>(string path, Func<FileStream, (T? Step, string? WhyNot)> look)
        where T : class
    {
        if (Directory.Exists(path)) return (null, "is a directory");
        if (!File.Exists(path)) return (null, "does not exist");
        using var content = File.OpenRead(path);
        return content.Length > BytesMax ? (null, $"has more than {BytesMax >> 20} MiB") : look(content);
    }
}
