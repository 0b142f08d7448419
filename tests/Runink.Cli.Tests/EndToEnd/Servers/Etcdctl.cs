using System.Diagnostics;

namespace Runink.Cli.Tests.EndToEnd.Servers;

/// <summary>Debian's etcdctl: somebody else's client.</summary>
internal static class Etcdctl
{
    private const string Program = "/usr/bin/etcdctl";

    public static string Run(string url, params string[] line) => RunWithInput(url, "", line);

    public static string RunWithInput(string url, string input, params string[] line)
    {
        using var process = Process.Start(StartInfo(url, line))!;
        Give(process, input);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : output + error.GetAwaiter().GetResult();
    }

    private static void Give(Process process, string input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already, without reading: what it says of that is what counts.
        }
    }

    /// <summary>For a call that lasts.</summary>
    public static ProcessStartInfo StartInfo(string url, params string[] line)
    {
        Assert.SkipUnless(File.Exists(Program), "this needs etcdctl: apt-get install etcd-client");
        // Passwords cost much on purpose; on a busy machine more than the two and five seconds that etcdctl gives.
        var start = new ProcessStartInfo(Program, [.. line, "--endpoints", url, "--command-timeout=60s", "--dial-timeout=60s"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ETCDCTL_API"] = "3";
        return start;
    }
}
