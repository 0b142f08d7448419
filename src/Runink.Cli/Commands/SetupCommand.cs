using System.Diagnostics;
using Runink.Cli.Doctor;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Commands;

/// <summary><c>runi setup</c>: installs what sandboxes need. The only command that installs anything.</summary>
internal sealed class SetupCommand : CliCommand
{
    private const string Package = "bubblewrap";
    private const string Installer = "/usr/bin/apt-get";
    private static readonly string[] s_places = ["/usr/bin/bwrap", "/bin/bwrap", "/usr/local/bin/bwrap"];

    /// <summary>The command.</summary>
    public SetupCommand(Terminal terminal)
        : base("setup", "Install what this machine needs to isolate programs, saying so first.", "Set up") =>
        SetAction(_ => SetUp(terminal));

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
        [new("runi setup", "As root on Debian and Ubuntu: installs bubblewrap where it is missing, and tries a sandbox.")];

    private static int SetUp(Terminal terminal)
    {
        if (!s_places.Any(File.Exists) && !Install(terminal)) return ExitCodes.WorkFailed;
        var sandbox = SandboxChecks.Start();
        terminal.Out.WriteLine($"sandbox: {sandbox.Message}");
        if (sandbox.Fix is not null) terminal.Out.WriteLine($"fix: {sandbox.Fix}");
        return sandbox.Status == FindingStatus.Pass ? ExitCodes.Ok : ExitCodes.WorkFailed;
    }

    private static bool Install(Terminal terminal)
    {
        string[] arguments = ["install", "-y", "--no-install-recommends", Package];
        var command = $"{Installer} {string.Join(' ', arguments)}";
        if (!Environment.IsPrivilegedProcess || !File.Exists(Installer))
        {
            terminal.Error.WriteLine($"{Package} is missing, and only root on a system with apt-get can be helped: {command}, or your system's package of that name");
            return false;
        }

        terminal.Error.WriteLine($"installing {Package}: {command}");
        using var process = Process.Start(new ProcessStartInfo(Installer, arguments) { UseShellExecute = false });
        process?.WaitForExit();
        if (process?.ExitCode == 0) return true;
        terminal.Error.WriteLine($"it failed; try: {Installer} update, and then again");
        return false;
    }
}
