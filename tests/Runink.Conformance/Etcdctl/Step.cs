namespace Runink.Conformance;

/// <summary>One command of a walk through etcdctl.</summary>
/// <param name="Command">
/// The arguments, separated by spaces; <c>~</c> stands for a space inside one, and <c>{NAME}</c> for what was captured before.
/// </param>
public sealed record Step(string Command)
{
    /// <summary>What is written to its standard input.</summary>
    public string Input { get; init; } = "";

    /// <summary>The lines after which a command that would go on is interrupted.</summary>
    public int Lines { get; init; }

    /// <summary>An expression whose first group, found in the output, is remembered under <see cref="CaptureAs"/>.</summary>
    public string? Capture { get; init; }

    public string CaptureAs { get; init; } = "";

    /// <summary>Why the outputs differ, when they do: then only the exit codes are compared, unless that differs too.</summary>
    public string? Difference { get; init; }

    /// <summary>Whether the exit code differs as well.</summary>
    public bool ExitCodeDiffers { get; init; }

    public static implicit operator Step(string command) => new(command);
}
