using System.Globalization;

namespace Runink.Cluster.Tests.Running;

/// <summary>Real processes, real faults, for a bounded time: RUNINK_SECONDS sets it, RUNINK_SEED brings the same plan back.</summary>
public sealed class SoakTests
{
    private const double DefaultSeconds = 15;

    [Fact]
    public async Task Whatever_fails_clients_of_three_members_see_one_store()
    {
        Assert.SkipWhen(Laboratory.WhyNot() is not null, $"this needs network namespaces: {Laboratory.WhyNot()}");
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("RUNINK_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : (ulong)Random.Shared.NextInt64();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"RUNINK_SEED={seed}"));
        var seconds = double.TryParse(Environment.GetEnvironmentVariable("RUNINK_SECONDS"), CultureInfo.InvariantCulture, out var longer)
            ? longer
            : DefaultSeconds;
        await using var log = new StringWriter();
        var options = new SoakOptions { Seed = seed, Duration = TimeSpan.FromSeconds(seconds), MostSeconds = 3, Clients = 4 };
        var report = await Soak.RunAsync(options, log);
        TestContext.Current.TestOutputHelper?.WriteLine($"{log}{report}");
        Assert.True(report.Violations.Count == 0, $"RUNINK_SEED={seed}\n{log}\n{string.Join('\n', report.Violations)}");
        Assert.True(report.Faults > 0 && report.Judged > 0 && report.Heard > 0 && report.Pairs > 0, $"{report}");
    }
}
