using Runink.Cli.Doctor;
using Runink.Cli.Output;
using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Commands;

/// <summary><c>runi setup</c>: installs what sandboxes need, and tries one.</summary>
internal sealed class SetupCommand : CliCommand
{
    /// <summary>The command.</summary>
    public SetupCommand(Terminal terminal)
        : base("setup", "Install what this machine needs to isolate slices, saying so first.", "Set up") =>
        SetAction(_ => SetUp(terminal));

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
        [new("runi setup", "As root on Debian and Ubuntu: installs bubblewrap where it is missing, and tries a sandbox.")];

    private static int SetUp(Terminal terminal)
    {
        Bubblewrap.Ensure(terminal);
        var sandbox = SandboxChecks.Start();
        terminal.Out.WriteLine($"sandbox: {sandbox.Message}");
        if (sandbox.Fix is not null) terminal.Out.WriteLine($"fix: {sandbox.Fix}");
        return sandbox.Status == FindingStatus.Pass ? ExitCodes.Ok : ExitCodes.WorkFailed;
    }
}
