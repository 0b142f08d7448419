using System.Diagnostics;

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
        Assert.False(Refuses(laboratory, from: 1, to: 2));
        Assert.True(Refuses(laboratory, from: 1, to: 3));
        Assert.True(Refuses(laboratory, from: 3, to: 2));
        laboratory.Heal();
        Assert.True(Refuses(laboratory, from: 1, to: 2));
    }

    /// <summary>Whether a connection to a closed port is refused, as it is where packets arrive, and not just unanswered.</summary>
    private static bool Refuses(Laboratory laboratory, int from, int to)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "ip", ["netns", "exec", laboratory.Namespace(from), "timeout", "1", "bash", "-c", $"</dev/tcp/{laboratory.Address(to)}/9"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return error.Contains("refused", StringComparison.OrdinalIgnoreCase);
    }
}
