namespace Runink.Barn.Tests;

public sealed class SnapshotPolicyTests
{
    [Fact]
    public void The_first_is_due_after_so_many_entries()
    {
        var policy = new SnapshotPolicy(100);
        policy.Applied(99, 9_900);
        Assert.False(policy.TakeDue(10_000));
        policy.Applied(1, 100);
        Assert.True(policy.TakeDue(10_000));
        Assert.False(policy.TakeDue(10_000));
    }

    [Fact]
    public void The_next_waits_until_the_log_has_grown_by_as_much_as_the_last_one_held()
    {
        var policy = new SnapshotPolicy(100);
        policy.Applied(100, 10_000);
        Assert.True(policy.TakeDue(50_000));
        policy.Applied(499, 49_900);
        Assert.False(policy.TakeDue(100_000));
        policy.Applied(1, 100);
        Assert.True(policy.TakeDue(100_000));
    }

    [Fact]
    public void A_state_that_grows_as_fast_as_the_log_is_written_less_and_less_often()
    {
        var policy = new SnapshotPolicy(100);
        var (state, written) = (0L, 0L);
        for (var i = 0; i < 1_000_000; i++)
        {
            state += 100;
            policy.Applied(1, 100);
            if (policy.TakeDue(state)) written += state;
        }

        Assert.True(written < 2 * state, $"{written} bytes of snapshots for a log of {state}");
    }

    [Fact]
    public void Of_a_large_state_one_is_taken_for_every_gibibyte_of_log()
    {
        var policy = new SnapshotPolicy(100);
        policy.Applied(100, 1);
        Assert.True(policy.TakeDue(100L << 30));
        policy.Applied(1_000_000, (1L << 30) - 1);
        Assert.False(policy.TakeDue(100L << 30));
        policy.Applied(1, 1);
        Assert.True(policy.TakeDue(100L << 30));
    }
}
