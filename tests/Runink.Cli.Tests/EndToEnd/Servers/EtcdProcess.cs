using System.Diagnostics;
using Runink.Barn.Client.Tests;

namespace Runink.Cli.Tests.EndToEnd.Servers;

/// <summary>Debian's etcd as a referee; a test that needs it is skipped where it is not installed.</summary>
internal sealed class EtcdProcess : IServedStore
{
    private const string Program = "/usr/bin/etcd";

    private readonly TemporaryDirectory _directory = new();
    private readonly Process _process;

    private EtcdProcess(string url, params string[] more)
    {
        Url = url;
        var start = new ProcessStartInfo(Program) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])
        [
            "--data-dir", _directory.Path, "--listen-client-urls", Url, "--advertise-client-urls", Url,
            "--listen-peer-urls", "http://127.0.0.1:0", "--log-level", "error", .. more,
        ])
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public string Url { get; }

    public static EtcdProcess Start()
    {
        Assert.SkipUnless(File.Exists(Program), "this needs etcd: apt-get install etcd-server");
        var etcd = new EtcdProcess($"http://127.0.0.1:{FreePort.Take()}");
        using var http = new HttpClient();
        Wait.Until(() => IsHealthy(http, etcd.Url));
        return etcd;
    }

    /// <summary>Starts one that speaks TLS; <paramref name="isReady"/> is asked, with its URL, until it is.</summary>
    public static EtcdProcess StartTls(Predicate<string> isReady, params string[] flags)
    {
        Assert.SkipUnless(File.Exists(Program), "this needs etcd: apt-get install etcd-server");
        var etcd = new EtcdProcess($"https://127.0.0.1:{FreePort.Take()}", flags);
        Wait.Until(() => isReady(etcd.Url));
        return etcd;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _directory.Dispose();
    }

    private static bool IsHealthy(HttpClient http, string url)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{url}/health");
            using var answer = http.Send(request);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
