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

    public static void Until(Func<bool> condition) => Until(condition, () => "");

    /// <summary>Until it holds; if not, the failure says what was there instead.</summary>
    public static void Until(Func<bool> condition, Func<string> otherwise) =>
        Assert.True(SpinWait.SpinUntil(condition, Limit), $"waited {Limit.TotalSeconds} s in vain: {otherwise()}");
}
