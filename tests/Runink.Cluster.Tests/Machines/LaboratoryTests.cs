using System.Diagnostics;
using System.Globalization;

namespace Runink.Cluster.Tests.Machines;

public sealed class LaboratoryTests
{
    [Fact]
    public void A_cut_is_silent_and_ends_when_it_is_healed()
    {
        Assert.SkipWhen(Laboratory.WhyNot() is not null, $"this needs network namespaces: {Laboratory.WhyNot()}");
        using var laboratory = Laboratory.Make(3);
        Assert.True(Refuses(laboratory, from: 1, to: 2));
        laboratory.Cut(from: 1, to: 2);
        Assert.False(Refuses(laboratory, from: 1, to: 2, seconds: 1));
        Assert.True(Refuses(laboratory, from: 1, to: 3));
        Assert.True(Refuses(laboratory, from: 3, to: 2));
        laboratory.Heal();
        Assert.True(Refuses(laboratory, from: 1, to: 2));
    }

    [Fact]
    public void A_slow_line_delays_and_loses_one_direction_until_it_is_taken_away()
    {
        Assert.SkipWhen(Laboratory.WhyNot() is not null, $"this needs network namespaces: {Laboratory.WhyNot()}");
        using var laboratory = Laboratory.Make(3);
        var folder = Directory.CreateTempSubdirectory("rk-").FullName;
        try
        {
            var program = new NativeTools(folder).SlowLink;
            // More than a connection takes without it, also where starting the programs that make one takes long.
            var delay = TimeSpan.FromSeconds(4);
            using (var line = new SlowLink(laboratory, 1, program, new LineQuality(delay, TimeSpan.Zero, 0), 1))
            {
                var clock = Stopwatch.StartNew();
                Assert.True(Refuses(laboratory, from: 1, to: 2));
                Assert.True(clock.Elapsed >= delay, $"{clock.Elapsed}");
                Assert.True(line.Packets > 0);
                clock.Restart();
                Assert.True(Refuses(laboratory, from: 2, to: 3));
                Assert.True(clock.Elapsed < delay, $"{clock.Elapsed}");
            }

            using (new SlowLink(laboratory, 1, program, new LineQuality(TimeSpan.Zero, TimeSpan.Zero, LossPerMille: 1000), 1))
                Assert.False(Refuses(laboratory, from: 1, to: 2, seconds: 1));
            Assert.True(Refuses(laboratory, from: 1, to: 2));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Whether a connection to a closed port is refused, as it is where packets arrive, and not just unanswered for so long.</summary>
    private static bool Refuses(Laboratory laboratory, int from, int to, int seconds = 30)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "ip",
            [
                "netns", "exec", laboratory.Namespace(from), "timeout", seconds.ToString(CultureInfo.InvariantCulture),
                "bash", "-c", $"</dev/tcp/{laboratory.Address(to)}/9",
            ])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return error.Contains("refused", StringComparison.OrdinalIgnoreCase);
    }
}
