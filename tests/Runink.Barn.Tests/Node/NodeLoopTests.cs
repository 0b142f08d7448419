using Runink.Raft;

namespace Runink.Barn.Tests;

public sealed class NodeLoopTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<Exception> _reasons = [];
    private readonly List<NodeWork> _left = [];
    private readonly ManualResetEventSlim _crashed = new();
    private int _turns;
    private volatile bool _holdsBack;

    [Fact]
    public void Who_hands_in_work_does_it_if_nobody_else_is_at_it()
    {
        using var loop = Start();
        Thread? worker = null;

        Assert.True(loop.Post(new Work(() => worker = Thread.CurrentThread), mayRunHere: true));

        Assert.Same(Thread.CurrentThread, worker);
        Assert.Equal(1, _turns);
    }

    [Fact]
    public void Who_may_not_wait_leaves_the_work_to_the_loops_thread()
    {
        using var loop = Start();
        using var done = new ManualResetEventSlim();
        Thread? worker = null;

        loop.Post(new Work(() =>
        {
            worker = Thread.CurrentThread;
            done.Set();
        }));

        Assert.True(done.Wait(Patience, TestContext.Current.CancellationToken));
        Assert.Equal("barn", worker!.Name);
    }

    [Fact]
    public void What_a_turn_gives_rise_to_is_done_in_a_turn_of_its_own()
    {
        using var loop = Start();
        using var done = new ManualResetEventSlim();
        var turnsBefore = -1;

        loop.Post(
            new Work(() => loop.Post(
                new Work(() =>
                {
                    turnsBefore = _turns;
                    done.Set();
                }),
                mayRunHere: true)),
            mayRunHere: true);

        Assert.True(done.Wait(Patience, TestContext.Current.CancellationToken));
        Assert.Equal(1, turnsBefore);
    }

    [Fact]
    public void What_may_wait_is_left_until_other_work_comes()
    {
        using var loop = Start();
        _holdsBack = true;
        loop.Post(new Work(() => { }), mayRunHere: true);
        var isDone = false;

        loop.Post(new Work(() => isDone = true, mayWait: true), mayRunHere: true);
        Assert.False(isDone);

        using var done = new ManualResetEventSlim();
        loop.Post(new Work(done.Set));
        Assert.True(done.Wait(Patience, TestContext.Current.CancellationToken));
        Assert.True(isDone);
    }

    [Fact]
    public void What_was_left_is_still_done_when_the_loop_ends()
    {
        var isDone = false;
        using (var loop = Start())
        {
            _holdsBack = true;
            loop.Post(new Work(() => { }), mayRunHere: true);
            loop.Post(new Work(() => isDone = true, mayWait: true));
        }

        Assert.True(isDone);
    }

    [Fact]
    public void After_work_has_thrown_nothing_more_is_done_and_the_reason_is_told_once()
    {
        using var loop = Start();
        var broken = new InvalidOperationException("a rule is broken");

        loop.Post(new Work(() => throw broken), mayRunHere: true);

        Assert.False(loop.Post(new Work(() => Assert.Fail("the loop has ended")), mayRunHere: true));
        Assert.Same(broken, Assert.Single(_reasons));
    }

    [Fact]
    public void What_was_handed_in_and_not_begun_before_work_has_thrown_is_told_of()
    {
        using var loop = Start();
        var (second, third) = (new Work(() => { }), new Work(() => { }));

        loop.Post(
            new Work(() =>
            {
                loop.Post(new Work(() =>
                {
                    loop.Post(third);
                    throw new InvalidOperationException("a rule is broken");
                }));
                loop.Post(second);
            }),
            mayRunHere: true);

        Assert.True(_crashed.Wait(Patience, TestContext.Current.CancellationToken));
        Assert.Equal([second, third], _left);
    }

    [Fact]
    public async Task No_two_turns_run_at_once_and_all_work_is_done_in_the_order_of_each_caller()
    {
        const int callers = 4;
        const int each = 20_000;
        var last = new int[callers];
        var (inside, done) = (0, 0);
        using (var loop = Start())
        {
            await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() =>
            {
                for (var i = 1; i <= each; i++)
                {
                    var number = i;
                    loop.Post(
                        new Work(() =>
                        {
                            Assert.Equal(1, Interlocked.Increment(ref inside));
                            Assert.Equal(number, ++last[caller]);
                            done++;
                            Interlocked.Decrement(ref inside);
                        }),
                        mayRunHere: number % 3 != 0);
                }
            })));
        }

        Assert.Empty(_reasons);
        Assert.Equal(callers * each, done);
    }

    public void Dispose() => _crashed.Dispose();

    private NodeLoop Start()
    {
        var loop = new NodeLoop(
            new StandingClock(), TimeSpan.FromMilliseconds(10), () => { }, () => _turns++, () => _holdsBack, (reason, left) =>
            {
                _reasons.Add(reason);
                _left.AddRange(left);
                _crashed.Set();
            });
        loop.Start();
        return loop;
    }

    private sealed class Work(Action action, bool mayWait = false) : NodeWork
    {
        public override bool MayWait => mayWait;

        public override void Run() => action();
    }

    private sealed class StandingClock : IBarnClock
    {
        public MonotonicTime Now => default;
    }
}
