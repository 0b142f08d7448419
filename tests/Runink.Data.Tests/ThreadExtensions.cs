namespace Runink.Data.Tests;

/// <summary>A thread that a test starts and that is joined at the end of a <c>using</c>.</summary>
internal sealed class RunningThread(Thread thread) : IDisposable
{
    public void Dispose() => thread.Join();
}

internal static class ThreadExtensions
{
    internal static RunningThread Started(this Thread thread)
    {
        thread.Start();
        return new RunningThread(thread);
    }
}
