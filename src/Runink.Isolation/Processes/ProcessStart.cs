using System.Runtime.InteropServices;

namespace Runink.Isolation.Processes;

/// <summary>A descriptor of this process that a program is to have under a number.</summary>
/// <param name="Handle">What is open here.</param>
/// <param name="Number">Its number there; 0, 1 and 2 are the standard streams.</param>
internal sealed record DescriptorMapping(SafeHandle Handle, int Number);

/// <summary>What is to be started.</summary>
internal sealed record ProcessStart
{
    /// <summary>Absolute path of the program.</summary>
    public required string Program { get; init; }

    /// <summary>Its arguments, without its own name.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Its whole environment, <c>NAME=value</c>.</summary>
    public required IReadOnlyList<string> Environment { get; init; }

    /// <summary>Its descriptors: these and no others, with numbers that have no gaps.</summary>
    public required IReadOnlyList<DescriptorMapping> Descriptors { get; init; }

    /// <summary>Absolute path of its working directory.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>What it finds mounted, apart from everybody else; nothing when null.</summary>
    public PrivateMounts? Mounts { get; init; }

    /// <summary>What its thread does once it is started, before that is told.</summary>
    public Action? Started { get; init; }

    /// <summary>What its thread does until the end is near, which it then waits for.</summary>
    public Action? Attend { get; init; }
}
