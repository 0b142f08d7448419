using Runink.Isolation.Sandbox;

namespace Runink.Isolation.Tests.Escapes;

/// <summary>The program that tries to get out.</summary>
public sealed class EscapeProgram() : NativeProgram("Escapes/Native/escape.c")
{
    /// <summary>One attempt in a sandbox without a filter.</summary>
    public SandboxSpec Spec(params string[] attempt) => TestAgent.Shell("") with
    {
        Program = Path,
        Arguments = attempt,
        Readable = [new(Path)],
        SeccompFilter = default,
    };
}
