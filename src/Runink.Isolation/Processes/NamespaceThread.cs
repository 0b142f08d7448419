namespace Runink.Isolation.Processes;

/// <summary>Does work that takes namespaces of its own.</summary>
internal static class NamespaceThread
{
    private const int StackBytes = 512 << 10;

    /// <summary>
    /// Runs on a thread that nothing else ever runs on, and that ends with it. Another tells its end: a thread inherits the
    /// namespaces of the thread that starts it, and to complete a task may start one of the pool.
    /// </summary>
    /// <param name="work">What is done. It must complete no task and start no thread.</param>
    public static Task RunAsync(Action work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Attend(work, done), StackBytes) { IsBackground = true, Name = "slice mounts" }.Start();
        return done.Task;
    }

    private static void Attend(Action work, TaskCompletionSource done)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = FailureOf(work), StackBytes) { IsBackground = true, Name = "slice mounts" };
        thread.Start();
        thread.Join();
        if (failure is null) done.SetResult();
        else done.SetException(failure);
    }

    private static Exception? FailureOf(Action work)
    {
        try
        {
            work();
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }
}
