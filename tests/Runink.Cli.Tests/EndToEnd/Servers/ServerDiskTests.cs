using Google.Protobuf;
using Runink.Cli.Commands.Cluster.Connection;
using Runink.Cli.Tests.EndToEnd.Disks;
using Runink.Protocol;
using Runink.Rpc;

namespace Runink.Cli.Tests.EndToEnd.Servers;

/// <summary>Servers whose disk is full, or not theirs.</summary>
public sealed class ServerDiskTests
{
    [Fact]
    public void A_disk_without_room_for_a_log_is_said_to_be_full()
    {
        using var directory = new TemporaryDirectory();
        using var disk = Mount.SmallDisk(directory.File("small"), kibibytes: 1024);
        var outcome = Runi.Run(["server", "--insecure", "--data-dir", directory.File("small/data"), .. RuniServer.Anywhere("http")]);
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("R6114", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("No space left", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("barn-disk-full.md", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_whose_disk_fills_up_loses_nothing_that_it_acknowledged()
    {
        using var directory = new TemporaryDirectory();
        using var disk = Mount.SmallDisk(directory.File("small"), kibibytes: 100 << 10);
        int written;
        using (var server = await RuniServer.StartAsync(directory.File("small/data")))
        {
            written = await FillAsync(server.Url);
            Assert.InRange(written, 20, 99);
        }

        disk.Grow(kibibytes: 400 << 10);
        using var again = await RuniServer.StartAsync(directory.File("small/data"));
        var keys = await WriteLoad.KeysAsync(again.Url);
        Assert.All(Enumerable.Range(0, written), key => Assert.Contains($"k{key}", keys));
        Assert.Equal(0, again.Ask("kv", "put", "more", "room").ExitCode);
    }

    [Fact]
    public void A_directory_that_this_user_may_not_use_is_refused()
    {
        using var directory = new TemporaryDirectory();
        var outcome = Runi.Run(["server", "--insecure", "--data-dir", "/proc/1/barn", .. RuniServer.Anywhere("http")]);
        Assert.Contains("R6112", outcome.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, outcome.ExitCode);
        var plain = directory.Write("plain", "a file");
        var file = Runi.Run(["server", "--insecure", "--data-dir", plain, .. RuniServer.Anywhere("http")]);
        Assert.Contains("R6112", file.Error, StringComparison.Ordinal);
        Assert.Equal("a file", File.ReadAllText(plain));
    }

    /// <summary>Writes values of a mebibyte until one is not acknowledged; returns how many were.</summary>
    private static async Task<int> FillAsync(string url)
    {
        using var channel = new RpcChannel(new() { Address = new Uri(url) });
        var value = ByteString.CopyFrom(new byte[1 << 20]);
        for (var written = 0; ; written++)
        {
            try
            {
                var put = new PutRequest { Key = ByteString.CopyFromUtf8($"k{written}"), Value = value };
                await channel.CallAsync(EtcdCalls.Put, put, new() { Timeout = TimeSpan.FromSeconds(20) }, TestContext.Current.CancellationToken);
            }
            catch (RpcException)
            {
                return written;
            }
        }
    }
}
