namespace Runink.Isolation.Sandbox;

/// <summary>
/// Files of the machine that a sandbox is given beneath <see cref="Root"/>. An agent that is root gives each as a file of the
/// slice's own user, whoever's it is on the disk: its owner's permissions hold. Paths on the machine are without links then: one
/// that stands there now, put there since the path was chosen, is an error. Programs among them do not run, and what is mounted
/// beneath a directory is not part of it. An agent that is an ordinary user gives them as they are.
/// </summary>
public sealed record SandboxFiles
{
    /// <summary>Where they are in the sandbox.</summary>
    public const string Root = "/slice";

    /// <summary>How many there may be.</summary>
    public const int Most = 100_000;

    /// <summary>Files, directories and named pipes. A pipe may be written to all the same: no file changes by it.</summary>
    public IReadOnlyList<SandboxMount> Readable { get; init; } = [];

    /// <summary>
    /// Directories. What is written into them belongs to their owner; on a file system that cannot map owners, to the slice's
    /// user, to whom they are given for as long as it has them.
    /// </summary>
    public IReadOnlyList<SandboxMount> Writable { get; init; } = [];
}
