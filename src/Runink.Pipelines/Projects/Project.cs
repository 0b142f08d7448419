namespace Runink.Pipelines.Projects;

/// <summary>
/// A directory tree with <c>runink.yaml</c> in its root, and the rules for the paths that its features may use. Immutable,
/// thread-safe.
/// </summary>
public sealed class Project
{
    /// <summary>The file that marks the root.</summary>
    public const string FileName = "runink.yaml";

    /// <summary>The directory in the root that holds everything Runink keeps.</summary>
    public const string StateDirectory = ".runink";

    private readonly PathRules _rules;

    private Project(string root, ProjectFile file)
    {
        Root = root;
        Name = file.Name ?? Path.GetFileName(root);
        Allowed = file.Allowed;
        MaskingKeyPath = Path.GetFullPath(Path.Combine(root, file.MaskingKey ?? $"{StateDirectory}/keys/masking.key"));
        _rules = new PathRules(root, file.Allowed, RealPath.Resolve(MaskingKeyPath) ?? MaskingKeyPath);
    }

    /// <summary>Absolute path of the root, links resolved.</summary>
    public string Root { get; }

    /// <summary>The name in <c>runink.yaml</c>, else that of the root directory.</summary>
    public string Name { get; }

    /// <summary>Directories outside the root that features may use, links resolved.</summary>
    public IReadOnlyList<string> Allowed { get; }

    /// <summary>Absolute path of the masking key's file.</summary>
    public string MaskingKeyPath { get; }

    /// <summary>Absolute path of <see cref="StateDirectory"/>.</summary>
    public string StatePath => Path.Combine(Root, StateDirectory);

    /// <summary>
    /// The project of a directory or file: the nearest ancestor that holds <c>runink.yaml</c>; without one, the directory
    /// itself, or for a file the current directory.
    /// </summary>
    /// <param name="start">A directory or file, absolute or relative to the current directory; it need not exist.</param>
    /// <exception cref="Diagnostics.RuninkException"><c>runink.yaml</c> has an error.</exception>
    public static Project Find(string start)
    {
        var path = Path.GetFullPath(start);
        var isDirectory = Directory.Exists(path);
        var directory = isDirectory ? path : Path.GetDirectoryName(path);
        while (directory is not null && !File.Exists(Path.Combine(directory, FileName)))
            directory = Path.GetDirectoryName(directory);
        if (directory is not null)
        {
            var root = RealPath.Resolve(directory) ?? directory;
            return new Project(root, ProjectFile.Read(root));
        }

        var fallback = isDirectory ? path : Directory.GetCurrentDirectory();
        return new Project(RealPath.Resolve(fallback) ?? fallback, ProjectFile.Default);
    }

    /// <summary>Judges a path or glob that is to be read. It need not exist.</summary>
    public PathResolution ResolveRead(string path)
    {
        if (PathRules.Malformed(path) is not null || !Glob.IsGlob(path)) return _rules.Judge(path, write: false);
        var (glob, refusal) = Glob.Parse(path);
        if (glob is null) return new PathResolution(Relative: null, Absolute: null, refusal);
        var prefix = _rules.Judge(glob.Prefix.Length == 0 ? "." : glob.Prefix, write: false);
        if (prefix.Relative is null) return prefix;
        var parts = path[glob.Prefix.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".");
        var rest = string.Join('/', parts);
        var relative = prefix.Relative == "." ? rest : $"{prefix.Relative}/{rest}";
        return new PathResolution(relative, Path.Combine(prefix.Absolute!, rest), Refusal: null);
    }

    /// <summary>Judges a file or directory that is to be written. It need not exist; wildcards are refused.</summary>
    public PathResolution ResolveWrite(string path) => Glob.IsGlob(path)
        ? new PathResolution(Relative: null, Absolute: null, $"'{path}' holds a wildcard; a dataset to write has one name")
        : _rules.Judge(path, write: true);

    /// <summary>
    /// The files of a path, of a directory (all below it) or of a glob. Wildcards and directories leave out names that start
    /// with <c>.</c> or <c>_</c>. Nothing found is an empty list; a single file that may not be read refuses the whole.
    /// </summary>
    public GlobExpansion ExpandGlob(string path)
    {
        var resolution = ResolveRead(path);
        if (resolution.Absolute is not { } absolute) return new GlobExpansion([], resolution.Refusal);
        if (Glob.IsGlob(path))
        {
            var glob = Glob.Parse(path).Glob!;
            return GlobWalk.Expand(_rules, RealPath.Resolve(Path.Combine(Root, glob.Prefix))!, glob.Patterns);
        }

        if (Directory.Exists(absolute)) return GlobWalk.Expand(_rules, absolute, [["**"]]);
        return new GlobExpansion(File.Exists(absolute) ? [resolution.Relative!] : [], Refusal: null);
    }
}
