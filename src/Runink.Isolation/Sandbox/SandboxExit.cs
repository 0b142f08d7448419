using Runink.Isolation.Cgroups;

namespace Runink.Isolation.Sandbox;

/// <summary>
/// How a sandboxed process ended. When this is told, nothing of it lives any more and nothing of it is left.
/// </summary>
/// <param name="Code">What it returned; 128 and the signal's number when a signal killed it.</param>
/// <param name="Ran">
/// Whether the program ever ran. If not, the sandbox could not be made and its standard error says why;
/// <see cref="SandboxFault.Hint"/> knows what to do about it.
/// </param>
/// <param name="Usage">What it used.</param>
public sealed record SandboxExit(int Code, bool Ran, ResourceUsage Usage)
{
    private const int SignalBase = 128;
    private const int HighestSignal = 64;

    /// <summary>
    /// The signal that killed it; null when it ended by itself. A program that returns such a code looks the same.
    /// </summary>
    public int? Signal => Code is > SignalBase and <= SignalBase + HighestSignal ? Code - SignalBase : null;
}
