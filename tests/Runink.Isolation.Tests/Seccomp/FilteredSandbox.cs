using System.Diagnostics;

namespace Runink.Isolation.Tests.Seccomp;

/// <summary>
/// Programs under bubblewrap with a filter or without one: namespaces and no capabilities, but all files, so that what is refused is
/// refused by the filter.
/// </summary>
internal static class FilteredSandbox
{
    private const string Bwrap = "bwrap";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string[] Namespaces =
        ["--unshare-all", "--uid", "65534", "--gid", "65534", "--cap-drop", "ALL", "--new-session", "--die-with-parent", "--ro-bind", "/", "/",
         "--dev", "/dev", "--proc", "/proc", "--setenv", "TMPDIR", "/dev/shm", "--setenv", "HOME", "/dev/shm"];

    public static void Needed()
    {
        Needs.Bubblewrap();
        Needs.Program("gcc", "gcc libc6-dev");
        Needs.Met(Run([Bwrap, .. Namespaces, "--", "/bin/true"]).Exit == 0, "bubblewrap cannot make namespaces here: see what `bwrap --unshare-all --ro-bind / / true` says");
    }

    /// <summary>The words of a command that runs another one in the sandbox, under the filter in that file when one is given.</summary>
    public static string[] Command(string? filterFile, params string[] command) => filterFile is null
        ? [Bwrap, .. Namespaces, "--", .. command]
        : ["/bin/sh", "-c", "f=$1; shift; exec bwrap --seccomp 9 \"$@\" 9< \"$f\"", "sh", filterFile, .. Namespaces, "--", .. command];

    public static (int Exit, string Output, string Error) Filtered(ReadOnlyMemory<byte> filter, params string[] command)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, filter.Span);
            return Run(Command(file, command));
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static (int Exit, string Output, string Error) Run(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{string.Join(' ', command)} did not end");
        }

        return (process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}
