using System.Text;
using Runink.Pipelines.Contracts.Yaml;
using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Projects;

/// <summary>The settings in <c>runink.yaml</c>.</summary>
/// <param name="Name">The project's name, or null.</param>
/// <param name="Allowed">Existing directories outside the root that may be read and written, links resolved.</param>
/// <param name="MaskingKey">The key file as written, or null for the default.</param>
internal sealed record ProjectFile(string? Name, IReadOnlyList<string> Allowed, string? MaskingKey)
{
    private const int MaximumBytes = 64 * 1024;
    private static readonly string[] Keys = ["name", "allow", "maskingKey"];

    /// <summary>What holds without a file.</summary>
    public static readonly ProjectFile Default = new(null, [], null);

    /// <summary>Reads the file of a project.</summary>
    /// <exception cref="RuninkException">The file has an error; the first one is carried.</exception>
    public static ProjectFile Read(string root)
    {
        var found = new List<Diagnostic>();
        var file = Interpret(root, Text(Path.Combine(root, Project.FileName)), found);
        var error = found.Find(diagnostic => diagnostic.IsError);
        return error is null ? file : throw new RuninkException(error, ExitCodes.BadInput);
    }

    private static string Text(string path)
    {
        try
        {
            if (new FileInfo(path).Length <= MaximumBytes)
                return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(path)).TrimStart('\uFEFF');
            throw Unreadable($"{Project.FileName} is larger than {MaximumBytes / 1024} KiB", null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw Unreadable($"{Project.FileName} cannot be read: {failure.Message}", failure);
        }
    }

    private static RuninkException Unreadable(string message, Exception? failure) =>
        new(ProjectErrors.UnreadableFile.Error(message, new SourceSpan(Project.FileName, 1)), ExitCodes.BadInput, failure);

    private static ProjectFile Interpret(string root, string text, List<Diagnostic> found)
    {
        var node = YamlTree.Load(text, Project.FileName, ProjectErrors.UnreadableFile, found);
        if (node is null or YamlScalar { IsNull: true }) return Default;
        if (node is not YamlMap map)
        {
            found.Add(ProjectErrors.WrongValue.Error($"{Project.FileName} must be a mapping of keys to values", node.At));
            return Default;
        }

        var errors = new FieldErrors(ProjectErrors.WrongValue, ProjectErrors.WrongValue, ProjectErrors.UnknownKey);
        var fields = new YamlFields(map, Project.FileName, errors, found);
        fields.ReportUnknown(Keys, DiagnosticSeverity.Error);
        return new ProjectFile(fields.Text("name"), Allow(root, fields, found), fields.Text("maskingKey"));
    }

    private static List<string> Allow(string root, YamlFields fields, List<Diagnostic> found)
    {
        var directories = new List<string>();
        foreach (var entry in fields.Scalars("allow"))
        {
            var directory = entry.Text.Length == 0 ? null : RealPath.Resolve(Path.Combine(root, entry.Text));
            if (directory is not null && Directory.Exists(directory)) directories.Add(directory);
            else found.Add(ProjectErrors.WrongValue.Error($"the allowed directory '{entry.Text}' does not exist", entry.At));
        }

        return directories;
    }
}
