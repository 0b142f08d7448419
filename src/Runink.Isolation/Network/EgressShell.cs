using System.Diagnostics;
using Runink.Isolation.Processes;

namespace Runink.Isolation.Network;

/// <summary>
/// Runs a command inside a sandbox with an <see cref="EgressForwarder"/> beside it: the command finds the proxy in its environment, and its
/// streams are those of this process.
/// </summary>
public static class EgressShell
{
    private const int CannotStart = 127;
    // What the runtime of this process was told says nothing to the command.
    private const string OwnVariables = "DOTNET_";

    /// <summary>Runs the command to its end.</summary>
    /// <param name="socketPath">The agent's Unix socket, as the sandbox shows it.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="stop">Asks the command to end, by SIGTERM.</param>
    /// <returns>Its exit code; 128 and the signal's number when a signal killed it.</returns>
    public static async Task<int> RunAsync(string socketPath, IReadOnlyList<string> command, CancellationToken stop)
    {
        await using var forwarder = EgressForwarder.Start(socketPath);
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false };
        foreach (var own in start.Environment.Keys.Where(name => name.StartsWith(OwnVariables, StringComparison.Ordinal)).ToList()) start.Environment.Remove(own);
        foreach (var (name, value) in forwarder.Variables) start.Environment[name] = value;
        try
        {
            using var process = Process.Start(start)!;
            await using var stopping = stop.Register(() => Posix.Signal(process.Id, Posix.SignalTerminate));
            await process.WaitForExitAsync(CancellationToken.None);
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            await Console.Error.WriteLineAsync($"'{command[0]}' cannot be started: {failure.Message}");
            return CannotStart;
        }
    }
}
