using System.Diagnostics;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;
using Runink.Runs;

namespace Runink.Cli.Doctor;

/// <summary>The package that sandboxes need: whether it is there, and how it comes. Nothing else in <c>runi</c> installs anything.</summary>
internal static class Bubblewrap
{
    private const string Package = "bubblewrap";
    private const string Installer = "/usr/bin/apt-get";
    private static readonly string[] s_places = ["/usr/bin/bwrap", "/bin/bwrap", "/usr/local/bin/bwrap"];
    private static readonly string[] s_install = ["install", "-y", "--no-install-recommends", Package];

    /// <summary>Installs it where it is missing, as root on a system with apt-get, and says so first.</summary>
    /// <exception cref="RuninkException">It is missing still; the hint is what to type.</exception>
    public static void Ensure(Terminal terminal)
    {
        if (IsThere) return;
        if (!File.Exists(Installer)) throw Missing("this system has no apt-get", $"install your system's package {Package}");
        var command = $"apt-get {string.Join(' ', s_install)}";
        if (!Environment.IsPrivilegedProcess) throw Missing("only root can install it", $"type: sudo {command}");

        terminal.Error.WriteLine($"{Package} is missing, by which slices are isolated; installing Debian's package as root: {command}");
        if (Apt(terminal, s_install)) return;
        terminal.Error.WriteLine("the lists of packages may be missing or old: apt-get update");
        if (!Apt(terminal, ["update"]) || !Apt(terminal, s_install) || !IsThere)
            throw Missing("apt-get could not install it, see above", $"when the package mirror can be reached, type: {command}");
    }

    private static bool IsThere => s_places.Any(File.Exists);

    // What it says is news, not data; and it is asked to ask nothing.
    private static bool Apt(Terminal terminal, string[] arguments)
    {
        var start = new ProcessStartInfo(Installer, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" },
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        while (process.StandardOutput.ReadLine() is { } line) terminal.Error.WriteLine($"  {line}");
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static RuninkException Missing(string why, string hint) =>
        new(RunErrors.NotIsolated.Error($"{Package} is missing, by which slices are isolated, and {why}", at: null, hint), ExitCodes.WorkFailed);
}
