using System.Diagnostics;
using Runink.Barn.Client.Tests;

namespace Runink.Conformance;

/// <summary>Debian's etcd as a process of its own, on free ports of loopback, over a temporary directory.</summary>
public sealed class RealEtcd : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Process _process;

    private RealEtcd(string folder, Process process, Uri address) => (_folder, _process, Address) = (folder, process, address);

    public Uri Address { get; }

    public static async Task<RealEtcd> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("runink-etcd-").FullName;
        var client = $"http://127.0.0.1:{FreePort.Take()}";
        var peer = $"http://127.0.0.1:{FreePort.Take()}";
        var process = Tool.Start("etcd",
        [
            "--data-dir", Path.Combine(folder, "data"), "--listen-client-urls", client, "--advertise-client-urls", client,
            "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster", $"default={peer}", "--log-level", "error",
        ]);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var etcd = new RealEtcd(folder, process, new Uri(client));
        await etcd.BecomeReadyAsync();
        return etcd;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task BecomeReadyAsync()
    {
        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                using var response = await http.GetAsync(new Uri(Address, "/health"), patience.Token);
                if (response.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(20, patience.Token);
        }
    }
}
