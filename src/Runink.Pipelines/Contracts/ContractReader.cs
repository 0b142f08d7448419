using System.Security.Cryptography;
using System.Text;
using Runink.Pipelines.Contracts.Reading;
using Runink.Pipelines.Contracts.Yaml;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Projects;

namespace Runink.Pipelines.Contracts;

/// <summary>
/// Reads ODCS contracts (v3.0 and v3.1). Mistakes become diagnostics with line and column; nothing throws. Thread-safe.
/// </summary>
public static class ContractReader
{
    private const int MaximumBytes = 8 * 1024 * 1024;
    private static readonly string[] Versions = ["v3.1.0", "v3.0.2", "v3.0.1", "v3.0.0"];

    /// <summary>Reads a contract file of the project.</summary>
    /// <param name="project">The project, whose path rules hold.</param>
    /// <param name="path">Path as a person wrote it.</param>
    /// <param name="at">Where it was written, for the diagnostic when the file cannot be read.</param>
    public static ContractReading Read(Project project, string path, SourceSpan? at)
    {
        var resolution = project.ResolveRead(path);
        if (resolution.Absolute is not { } absolute) return Failed(ProjectErrors.PathRefused.Error(resolution.Refusal!, at));
        if (!File.Exists(absolute)) return Failed(ContractErrors.NotFound.Error($"there is no contract '{path}'", at));
        try
        {
            if (new FileInfo(absolute).Length > MaximumBytes)
                return Failed(ContractErrors.Unreadable.Error($"'{path}' is larger than {MaximumBytes / 1024 / 1024} MiB", at));
            var bytes = File.ReadAllBytes(absolute);
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
            return Parse(text, resolution.Relative!, SHA256.HashData(bytes));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            return Failed(ContractErrors.Unreadable.Error($"'{path}' cannot be read: {failure.Message}", at));
        }
    }

    /// <summary>Reads a contract from its text.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">The name that diagnostics show.</param>
    public static ContractReading Parse(string yaml, string file) =>
        Parse(yaml, file, SHA256.HashData(Encoding.UTF8.GetBytes(yaml)));

    private static ContractReading Parse(string yaml, string file, byte[] hash)
    {
        var context = new ContractContext();
        var root = YamlTree.Load(yaml.TrimStart('\uFEFF'), file, ContractErrors.InvalidYaml, context.Found);
        Contract? contract = null;
        if (root is YamlMap map) contract = Interpret(map, file, Convert.ToHexStringLower(hash), context);
        else if (context.Found.Count == 0)
            context.Found.Add(ContractErrors.WrongValue.Error(
                "a contract is a mapping of keys to values", root?.At ?? new SourceSpan(file, 1)));
        var found = context.Found.OrderBy(diagnostic => diagnostic.At?.Line).ThenBy(diagnostic => diagnostic.At?.Column).ToList();
        return new ContractReading(found.Exists(diagnostic => diagnostic.IsError) ? null : contract, found);
    }

    private static Contract? Interpret(YamlMap map, string file, string hash, ContractContext context)
    {
        var fields = context.Fields(map, "the contract", KnownKeys.Contract);
        var (id, version) = (fields.RequiredText("id"), fields.RequiredText("version"));
        _ = fields.RequiredText("status");
        if (fields.RequiredText("kind") is { } kind && kind != "DataContract")
            context.Found.Add(ContractErrors.UnsupportedStandard.Error(
                $"the kind '{kind}' is not a data contract", fields.ValueAt("kind")));
        if (fields.RequiredText("apiVersion") is { } standard && !Versions.Contains(standard, StringComparer.Ordinal))
        {
            context.Found.Add(ContractErrors.UnsupportedStandard.Error($"version '{standard}' of the standard is not supported",
                fields.ValueAt("apiVersion"), $"Runink reads {string.Join(", ", Versions)}."));
        }

        var objects = Objects(fields, context);
        return id is null || version is null ? null : new Contract(id, version, file, hash, [.. objects]);
    }

    private static List<ContractObject> Objects(YamlFields fields, ContractContext context)
    {
        var objects = new List<ContractObject>();
        foreach (var map in fields.Mappings("schema"))
        {
            if (ObjectReader.Read(map, context) is not { } found) continue;
            if (!objects.Exists(other => string.Equals(other.Name, found.Name, StringComparison.OrdinalIgnoreCase)))
                objects.Add(found);
            else context.Found.Add(ContractErrors.DuplicateName.Error($"the contract has two objects '{found.Name}'", found.At));
        }

        return objects;
    }

    private static ContractReading Failed(Diagnostic diagnostic) => new(null, [diagnostic]);
}
