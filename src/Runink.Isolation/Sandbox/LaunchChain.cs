using System.Globalization;

namespace Runink.Isolation.Sandbox;

/// <summary>
/// The command that starts a slice: a shell that enters the control groups and then becomes <c>setpriv</c>, if the agent is
/// root, which gives up all rights and becomes bubblewrap, which becomes the monitor of the sandbox. What is to be limited is
/// in its groups before its first instruction, and the groups are the root of what it sees of them.
/// </summary>
internal static class LaunchChain
{
    /// <summary>The shell.</summary>
    public const string Shell = "/bin/sh";

    // The text is always the same: paths come as arguments, so nothing in them is ever read as a command. Of all processes of
    // the machine, a slice is to be the first that the kernel ends when memory is short.
    private const string Script =
        "ulimit -c 0; { ulimit -n \"$1\"; echo 500 >/proc/self/oom_score_adj; } 2>/dev/null; shift; "
        + "while [ \"$1\" != -- ]; do echo 0 >\"$1\" || exit 125; shift; done; shift; exec \"$@\"";

    /// <summary>The shell's arguments.</summary>
    /// <param name="openFiles">How many files each process may have open.</param>
    /// <param name="entries">The files by which control groups are entered.</param>
    /// <param name="command">What the shell becomes.</param>
    public static IReadOnlyList<string> Arguments(int openFiles, IEnumerable<string> entries, IEnumerable<string> command) =>
        ["-c", Script, "runi-slice", openFiles.ToString(CultureInfo.InvariantCulture), .. entries, "--", .. command];

    /// <summary>What gives up root's rights for good, before a command.</summary>
    public static IEnumerable<string> WithoutRights(string setpriv, uint user)
    {
        var id = user.ToString(CultureInfo.InvariantCulture);
        return
        [
            setpriv, "--reuid", id, "--regid", id, "--clear-groups", "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs",
            "--pdeathsig", "KILL", "--",
        ];
    }
}
