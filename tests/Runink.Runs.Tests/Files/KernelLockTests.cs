using Runink.Runs.Files;

namespace Runink.Runs.Tests.Files;

public sealed class KernelLockTests
{
    [Fact]
    public async Task One_holds_it_and_says_so_and_the_next_one_gets_it_afterwards()
    {
        await using var project = new TestProject();
        var path = project.PathOf("x.lock");
        var first = KernelLock.TryAcquire(path, "the first")!;
        Assert.Null(KernelLock.TryAcquire(path, "the second"));
        Assert.Null(KernelLock.TryAcquire(path, "a reader", shared: true));
        Assert.Equal("the first", KernelLock.Holder(path));
        var told = new TaskCompletionSource<string>();
        var waiting = KernelLock.AcquireAsync(path, "the second", shared: false, told.SetResult, TestProject.Cancellation);
        Assert.Equal("the first", await told.Task);
        Assert.False(waiting.IsCompleted);

        first.Dispose();
        using var second = await waiting;
        Assert.Equal("the second", KernelLock.Holder(path));
    }

    [Fact]
    public async Task Readers_share_it()
    {
        await using var project = new TestProject();
        var path = project.PathOf("x.lock");
        using var one = KernelLock.TryAcquire(path, "one", shared: true);
        using var two = KernelLock.TryAcquire(path, "two", shared: true);

        Assert.NotNull(one);
        Assert.NotNull(two);
        Assert.Null(KernelLock.TryAcquire(path, "writer"));
    }

    [Fact]
    public async Task A_lock_file_that_its_holder_removes_guards_again_under_its_new_file()
    {
        await using var project = new TestProject();
        var path = project.PathOf("x.lock");
        var held = 0;
        var most = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            for (var round = 0; round < 20; round++)
            {
                using var mine = await KernelLock.AcquireAsync(
                    path, $"worker {worker}", shared: false, _ => { }, TestProject.Cancellation);
                most = Math.Max(most, Interlocked.Increment(ref held));
                Interlocked.Decrement(ref held);
                mine.Remove();
            }
        })));

        Assert.Equal(1, most);
        Assert.False(File.Exists(path));
    }
}
