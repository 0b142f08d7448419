using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Projects;

/// <summary>What can be wrong with a project: its file, the paths its features use, its masking key.</summary>
public static class ProjectErrors
{
    /// <summary><c>runink.yaml</c> cannot be read.</summary>
    public static readonly ErrorDefinition UnreadableFile = new("R6001", "The project file cannot be read",
        "runink.yaml marks the root of a project and holds its settings. It must be one YAML document in UTF-8, of at most "
        + "64 KiB.",
        "Correct the file, or leave it empty: every key is optional.");

    /// <summary>A key of <c>runink.yaml</c> is not known.</summary>
    public static readonly ErrorDefinition UnknownKey = new("R6002", "The project file has an unknown key",
        "A misspelt key would silently leave a setting at its default, so every key must be one that Runink knows.",
        "Correct the spelling; docs/reference/project-file.md lists the keys.");

    /// <summary>A value of <c>runink.yaml</c> is of the wrong kind.</summary>
    public static readonly ErrorDefinition WrongValue = new("R6003", "A value in the project file is not of the right kind",
        "Each key of runink.yaml takes a text or a list of texts, as docs/reference/project-file.md says; a directory that is "
        + "allowed must exist.",
        "Correct the value.");

    /// <summary>A path may not be a source or sink.</summary>
    public static readonly ErrorDefinition PathRefused = new("R6010", "A path may not be used",
        "Features read and write inside the project root and the directories that runink.yaml allows, after symbolic links are "
        + "resolved. The directory .runink, the masking key and hidden settings are never data.",
        "Use a path inside the project, or name its directory under 'allow' in runink.yaml.");

    /// <summary>There is no masking key.</summary>
    public static readonly ErrorDefinition KeyMissing = new("R6020", "The project has no masking key",
        "The methods hash and tokenize need a secret key, so that masked values cannot be recomputed by guessing. It is made "
        + "once and kept out of git.",
        "Run `runi key create`.");

    /// <summary>There is a masking key already.</summary>
    public static readonly ErrorDefinition KeyExists = new("R6021", "The project has a masking key already",
        "A new key would change every masked value, and what was masked before could no longer be joined with what is masked "
        + "after.",
        "Keep the key. To begin anew, move the old key file away first.");

    /// <summary>The masking key cannot be used.</summary>
    public static readonly ErrorDefinition KeyUnusable = new("R6022", "The masking key cannot be used",
        "The key file must hold 32 bytes as base64 text, be a regular file, and be readable and writable by its owner only "
        + "(mode 0600).",
        "Restore the file from your backup, or correct its mode with `chmod 600`.");

    /// <summary>Every definition of this area.</summary>
    public static readonly IReadOnlyList<ErrorDefinition> All =
        [UnreadableFile, UnknownKey, WrongValue, PathRefused, KeyMissing, KeyExists, KeyUnusable];
}
