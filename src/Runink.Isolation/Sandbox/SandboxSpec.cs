using System.Runtime.InteropServices;
using Runink.Isolation.Cgroups;

namespace Runink.Isolation.Sandbox;

/// <summary>Describes a process to be started in a sandbox: all that it has and sees.</summary>
public sealed record SandboxSpec
{
    /// <summary>Whose it is, and what it is called.</summary>
    public required SliceName Name { get; init; }

    /// <summary>Absolute path of the program, as the sandbox sees it.</summary>
    public required string Program { get; init; }

    /// <summary>Its arguments, without its own name. Any user of the machine can read them.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Its whole environment. Never for secrets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Absolute path of its working directory, as the sandbox sees it.</summary>
    public string WorkingDirectory { get; init; } = "/tmp";

    /// <summary>Files and directories that it may read, besides the system's programs and libraries.</summary>
    public IReadOnlyList<SandboxMount> Readable { get; init; } = [];

    /// <summary>
    /// Directories that it may write: its staging directory. An agent that is root gives them to the slice's user; they must be
    /// this slice's alone.
    /// </summary>
    public IReadOnlyList<SandboxMount> Writable { get; init; } = [];

    /// <summary>Files beneath <see cref="SandboxFiles.Root"/> that it has from its start; none when null.</summary>
    public SandboxFiles? Files { get; init; }

    /// <summary>
    /// Whether it is to be given files later, by <see cref="SandboxedProcess.FurnishAsync"/>. Only where
    /// <see cref="SandboxHost.CanFurnish"/> says so.
    /// </summary>
    public bool Furnishable { get; init; }

    /// <summary>
    /// Files under <c>/run/secrets</c>, in memory, readable by the slice's user alone and gone with it.
    /// </summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Secrets { get; init; } =
        new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);

    /// <summary>Open files that it gets, under the numbers 3, 4 and so on. They stay open here.</summary>
    public IReadOnlyList<SafeHandle> Descriptors { get; init; } = [];

    /// <summary>What it may use.</summary>
    public ResourceLimits Limits { get; init; } = new();

    /// <summary>The name of the machine, as it sees it.</summary>
    public string Hostname { get; init; } = "slice";

    /// <summary>Users of which it becomes one while the agent is root; the agent's own range when null.</summary>
    public UidRange? Uids { get; init; }

    /// <summary>
    /// System calls that it may make, as classic BPF for the kernel: Runink's list unless said otherwise, every call when empty.
    /// </summary>
    public ReadOnlyMemory<byte> SeccompFilter { get; init; } = Seccomp.SeccompFilter.Default;

    /// <summary>Refuses to start with any gap of isolation, rather than to start with less.</summary>
    public bool Strict { get; init; }
}
