using System.Collections.Concurrent;

namespace Runink.Barn.Tests;

public sealed class DiskThreadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly BlockingCollection<Action> _loop = [];
    private readonly List<string> _log = [];

    [Fact]
    public void Jobs_run_in_order_on_another_thread_and_report_on_the_owners_loop()
    {
        using var thread = new DiskThread("disk", _loop.Add, TimeProvider.System);
        var owner = Environment.CurrentManagedThreadId;
        for (var i = 0; i < 3; i++)
        {
            var number = i;
            thread.Submit(
                () => Note($"work {number} {(Environment.CurrentManagedThreadId == owner ? "here" : "there")}"),
                problem => Note($"done {number} {problem?.Message ?? "well"}"));
        }

        RunLoop(3);

        Assert.Equal(["work 0 there", "work 1 there", "work 2 there"], _log.Where(line => line[0] == 'w'));
        Assert.Equal(["done 0 well", "done 1 well", "done 2 well"], _log.Where(line => line[0] == 'd'));
    }

    [Fact]
    public void What_a_job_throws_is_reported_and_the_next_one_runs()
    {
        using var thread = new DiskThread("disk", _loop.Add, TimeProvider.System);
        thread.Submit(() => throw new IOException("broken"), problem => Note($"first {problem?.Message}"));
        thread.Submit(() => { }, problem => Note($"second {problem?.Message}"));

        RunLoop(2);

        Assert.Equal(["first broken", "second "], _log);
    }

    [Fact]
    public void A_job_that_hangs_shows_its_age()
    {
        using var release = new ManualResetEventSlim();
        using var started = new ManualResetEventSlim();
        var clock = new HandClock();
        using var thread = new DiskThread("disk", _loop.Add, clock);
        Assert.Equal(TimeSpan.Zero, thread.OldestAge);
        thread.Submit(
            () =>
            {
                started.Set();
                release.Wait(Patience, TestContext.Current.CancellationToken);
            },
            _ => { });
        Assert.True(started.Wait(Patience, TestContext.Current.CancellationToken));

        clock.Now += TimeSpan.FromSeconds(9);
        var hanging = thread.OldestAge;
        release.Set();
        RunLoop(1);

        Assert.Equal(TimeSpan.FromSeconds(9), hanging);
        Assert.Equal(TimeSpan.Zero, thread.OldestAge);
    }

    [Fact]
    public void More_jobs_than_may_wait_are_refused()
    {
        using var release = new ManualResetEventSlim();
        using var thread = new DiskThread("disk", _loop.Add, TimeProvider.System, capacity: 2);
        thread.Submit(() => release.Wait(Patience, TestContext.Current.CancellationToken), _ => { });
        thread.Submit(() => { }, _ => { });

        Assert.Throws<InvalidOperationException>(() => thread.Submit(() => { }, _ => { }));

        release.Set();
        RunLoop(2);
        thread.Submit(() => { }, _ => Note("room again"));
        RunLoop(1);
        Assert.Equal(["room again"], _log);
    }

    [Fact]
    public void Disposing_waits_for_what_was_submitted()
    {
        var thread = new DiskThread("disk", _loop.Add, TimeProvider.System);
        for (var i = 0; i < 100; i++) thread.Submit(() => Note("work"), _ => { });

        thread.Dispose();

        Assert.Equal(100, _log.Count);
        Assert.Throws<InvalidOperationException>(() => thread.Submit(() => { }, _ => { }));
    }

    private void Note(string line)
    {
        lock (_log) _log.Add(line);
    }

    private void RunLoop(int completions)
    {
        for (var i = 0; i < completions; i++)
        {
            var cancellation = TestContext.Current.CancellationToken;
            var came = _loop.TryTake(out var posted, (int)Patience.TotalMilliseconds, cancellation);
            Assert.True(came, "the disk's thread reported nothing");
            posted!();
        }
    }

    private sealed class HandClock : TimeProvider
    {
        public TimeSpan Now { get; set; } = TimeSpan.FromHours(1);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
