using Runink.Isolation.Processes;
using Runink.Isolation.Sandbox;

namespace Runink.Isolation.Tests.Sandbox;

public sealed class UidPoolTests : IDisposable
{
    private static readonly UidRange Range = new(1_950_000_000, 3);
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Two_agents_never_hand_out_the_same_user_at_a_time()
    {
        var (one, other) = (new UidPool(_directory.Path), new UidPool(_directory.Path));

        UidLease[] taken = [one.Take(Range, "/none/1"), other.Take(Range, "/none/2"), one.Take(Range, "/none/3")];

        Assert.Equal([1_950_000_000u, 1_950_000_001u, 1_950_000_002u], taken.Select(lease => lease.Uid).Order());
        var full = Assert.Throws<IsolationException>(() => other.Take(Range, "/none/4"));
        Assert.Contains("all 3 users", full.Message, StringComparison.Ordinal);
        taken[1].Dispose();
        Assert.Equal(taken[1].Uid, other.Take(Range, "/none/5").Uid);
    }

    [Fact]
    public void A_user_that_is_free_again_is_the_next_one()
    {
        var pool = new UidPool(_directory.Path);
        var first = pool.Take(Range, "/none/1");
        first.Dispose();

        Assert.Equal(first.Uid, pool.Take(Range, "/none/2").Uid);
    }

    [Fact]
    public void A_user_stays_taken_while_the_slice_of_a_dead_agent_lives()
    {
        var pool = new UidPool(_directory.Path);
        var range = new UidRange(Range.First, 1);
        var sliceLock = Path.Join(_directory.Path, "slice-lock");
        var alive = KernelLock.TryAcquire(sliceLock)!;
        pool.Take(range, sliceLock).Dispose();

        Assert.Throws<IsolationException>(() => pool.Take(range, "/none"));
        alive.Dispose();
        Assert.Equal(Range.First, pool.Take(range, "/none").Uid);
    }

    [Fact]
    public void A_slice_that_is_being_removed_is_not_in_the_way_and_is_not_made_anew()
    {
        const int Rounds = 1_000;
        var pool = new UidPool(_directory.Path);
        var range = new UidRange(Range.First, 1);
        var slice = Path.Join(_directory.Path, "slice");
        var sliceLock = Path.Join(slice, "lock");

        Parallel.Invoke(
            () =>
            {
                for (var round = 0; round < Rounds; round++)
                {
                    Directory.CreateDirectory(slice);
                    KernelLock.TryAcquire(sliceLock)?.Dispose();
                    Directory.Delete(slice, recursive: true);
                }
            },
            () =>
            {
                for (var round = 0; round < Rounds; round++) TryTake(pool, range, sliceLock);
            });

        Assert.False(Directory.Exists(slice));
    }

    private static void TryTake(UidPool pool, UidRange range, string sliceLock)
    {
        try
        {
            pool.Take(range, sliceLock).Dispose();
        }
        catch (IsolationException)
        {
            // Somebody had its lock in that moment.
        }
    }
}
