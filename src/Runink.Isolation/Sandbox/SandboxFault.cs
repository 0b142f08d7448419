namespace Runink.Isolation.Sandbox;

/// <summary>Knows what to do when a sandbox cannot be made.</summary>
public static class SandboxFault
{
    private static readonly (string Words, string Hint)[] Known =
    [
        ("No permissions to creat", UserNamespaces),
        ("Creating new namespace failed: nesting depth",
            "raise user.max_user_namespaces (sysctl), or do not run inside another sandbox"),
        ("Creating new namespace failed", UserNamespaces),
        ("setting up uid map", UserNamespaces),
        ("Can't mount proc",
            "this container hides parts of /proc: run it with an unmasked /proc (--security-opt systempaths=unconfined)"),
        ("Can't find source path", "the file is not there, or is closed to this user"),
        ("execvp", "the program is not in the sandbox, or is not executable: add it to what the slice may read"),
        ("/runi/", "the agent may not use its control group: run it as root, or with Delegate=yes under systemd"),
        ("setpriv: ", "the agent is root without the right to become another user: give its container CAP_SETUID and CAP_SETGID"),
        ("Permission denied", "a file of the slice is closed to its user: a directory wants o+x on the way, a file o+r"),
        ("setuid mode",
            "bwrap has the setuid bit, which makes it refuse half of what it can do: chmod u-s it, and allow user namespaces"),
        ("Unknown option", "this bubblewrap is too old: 0.8 or newer is needed"),
    ];

    private const string UserNamespaces =
        "allow user namespaces: sysctl kernel.unprivileged_userns_clone=1 (Debian), user.max_user_namespaces above 0, "
        + "and on Ubuntu an AppArmor profile for bwrap with 'userns,' or sysctl kernel.apparmor_restrict_unprivileged_userns=0";

    /// <summary>A hint for what stands on the standard error of a sandbox that never ran its program.</summary>
    public static string Hint(string standardError)
    {
        foreach (var (words, hint) in Known)
        {
            if (standardError.Contains(words, StringComparison.Ordinal)) return hint;
        }

        return "runi doctor tries a sandbox and says what is missing";
    }
}
