using System.Diagnostics;

namespace Runink.Cli.Tests.EndToEnd.Setup;

/// <summary>
/// This machine, copied on write, so that packages can be taken from it and installed for real. It is one process's view and gone with it.
/// Commands begin in an empty directory. Needs root and overlay file systems; without them the test is skipped and says why.
/// </summary>
internal static class FreshMachine
{
    private const int Unavailable = 77;

    // Users of slices are agreed on under /run, by all agents of the machine: those in here too. Not by chroot, after which the kernel makes
    // no user namespaces, so no sandboxes.
    private const string Prepare = """
        set -e
        mount -t tmpfs none "$1" && mkdir "$1/changes" "$1/work" "$1/all" || exit 77
        mount -t overlay overlay -o "lowerdir=/,upperdir=$1/changes,workdir=$1/work" "$1/all" || exit 77
        for each in proc dev sys run; do mount --rbind "/$each" "$1/all/$each"; done
        mkdir "$1/all/tmp/fresh"
        chmod 777 "$1/all/tmp/fresh"
        mkdir "$1/all/before" && cd "$1/all" && pivot_root . before && cd / && umount --lazy /before
        exec bash -c "cd /tmp/fresh; $2" -- "$3"
        """;

    /// <summary>Runs commands of bash in it; the program under test is <c>"$1"</c>.</summary>
    public static Outcome Run(string commands)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "this needs root");
        using var place = new TemporaryDirectory();
        string[] arguments = ["--mount", "bash", "-c", Prepare, "--", place.Path, commands, Runi.Path];
        using var process = Process.Start(new ProcessStartInfo("unshare", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var outcome = new Outcome(process.ExitCode, output, error.GetAwaiter().GetResult());
        Assert.SkipWhen(outcome.ExitCode == Unavailable, $"this machine cannot be copied, or has no package mirror: {outcome.Error}");
        return outcome;
    }
}
