using System.Text.RegularExpressions;
using Runink.Barn.Tests;

namespace Runink.Conformance;

/// <summary>etcdctl's own small load, 150 writes a second of 50 clients, with a Barn and with an etcd at the same time.</summary>
public sealed partial class CheckPerfTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Check_perf_says_the_same_of_a_Barn_as_of_etcd_but_for_the_figures()
    {
        Tool.Require("etcd", "etcdctl");
        Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") is "true", "it takes a minute: set CI=true");
        await using var etcd = await RealEtcd.StartAsync();
        await using var barn = await EtcdHost.StartAsync();
        var said = await Task.WhenAll(CheckAsync(barn.Address), CheckAsync(etcd.Address));
        Assert.Equal(Shape(said[1]), Shape(said[0]));
        Assert.StartsWith("PASS: Throughput is N writes/s\n", Shape(said[0]), StringComparison.Ordinal);
        Assert.Equal("", (await Tool.RunAsync("etcdctl", ["--endpoints", barn.Address.OriginalString, "get", "", "--prefix"])).Output);
    }

    private static async Task<string> CheckAsync(Uri address)
    {
        var result = await Tool.RunAsync("etcdctl", ["--endpoints", address.OriginalString, "check", "perf", "--load=s"], patience: Patience);
        return result.Output + result.Errors;
    }

    /// <summary>The verdicts without figures and without what depends on how busy the machine is.</summary>
    private static string Shape(string output)
    {
        // The first stands behind the bar of progress.
        var lines = output.Split('\n').Select(line => Verdict().Match(line).Value).Where(line => line.Length > 0).Select(line => Figure().Replace(line, "N"));
        return string.Concat(lines.Select(line => line.Replace("Slowest request took too long: Ns", "PASS: Slowest request took Ns", StringComparison.Ordinal)
            .Replace("Stddev too high: Ns", "PASS: Stddev is Ns", StringComparison.Ordinal)
            .Replace("FAIL: Throughput too low: N writes/s", "PASS: Throughput is N writes/s", StringComparison.Ordinal) + "\n").Where(line => line is not ("PASS\n" or "FAIL\n")));
    }

    [GeneratedRegex("(PASS|FAIL|Slowest|Stddev)\\b.*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Verdict();

    [GeneratedRegex("[0-9]+([.][0-9]+)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Figure();
}
