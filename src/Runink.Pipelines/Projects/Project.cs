namespace Runink.Pipelines.Projects;

/// <summary>A directory tree with <c>runink.yaml</c> in its root, and the rules for the paths that its features may use. Immutable, thread-safe.</summary>
public sealed class Project
{
    /// <summary>The file that marks the root.</summary>
    public const string FileName = "runink.yaml";

    /// <summary>The directory in the root that holds everything Runink keeps.</summary>
    public const string StateDirectory = ".runink";

    private Project(string root) => Root = root;

    /// <summary>Absolute path of the root, links resolved.</summary>
    public string Root { get; }

    /// <summary>Absolute path of <see cref="StateDirectory"/>.</summary>
    public string StatePath => Path.Combine(Root, StateDirectory);

    /// <summary>
    /// The project of a directory or file: the nearest ancestor that holds <c>runink.yaml</c>; without one, the directory itself, or for a
    /// file the current directory.
    /// </summary>
    public static Project Find(string start) => new(start);

    /// <summary>Judges a path or glob that is to be read.</summary>
    public PathResolution ResolveRead(string path) => throw new NotSupportedException(path + Root);

    /// <summary>Judges a path that is to be written.</summary>
    public PathResolution ResolveWrite(string path) => throw new NotSupportedException(path + Root);

    /// <summary>The files of a path, a directory (all below it) or a glob; hidden files and names that start with <c>_</c> are left out.</summary>
    public GlobExpansion ExpandGlob(string path) => throw new NotSupportedException(path + Root);
}
