namespace Runink.Cli.Tests.EndToEnd;

/// <summary>Waits for what other processes do; a real process gives no other notice.</summary>
internal static class Wait
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Until there is a value, or until it is sure that none will come.</summary>
    public static int? Until(Func<int?> value, Func<bool> orWhen)
    {
        int? found = null;
        Until(() => (found = value()) is not null || orWhen());
        return found;
    }

    public static void Until(Func<bool> condition) =>
        Assert.True(SpinWait.SpinUntil(condition, Limit), $"waited {Limit.TotalSeconds} s in vain");
}
