namespace Runink.Barn.Tests.Transport;

/// <summary>Lets tests wait until something comes to hold: looked at again whenever a member tells that something has happened.</summary>
internal static class Happenings
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static TaskCompletionSource _next = New();

    /// <summary>Something has happened that somebody may wait for.</summary>
    public static void Tell() => Interlocked.Exchange(ref _next, New()).SetResult();

    /// <summary>Waits until that holds, and fails when it does not come to hold.</summary>
    public static async Task UntilAsync(Func<bool> holds, string what)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        enough.CancelAfter(Patience);
        while (true)
        {
            var next = Volatile.Read(ref _next).Task;
            if (holds()) return;
            Assert.False(enough.IsCancellationRequested, $"never: {what}");
            await next.WaitAsync(enough.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
