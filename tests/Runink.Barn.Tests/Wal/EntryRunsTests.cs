namespace Runink.Barn.Tests;

public sealed class EntryRunsTests
{
    [Fact]
    public void Entries_that_follow_each_other_in_one_segment_are_one_run()
    {
        var runs = new EntryRuns();
        runs.Assign(1, 3, segment: 1, bytes: 30);
        runs.Assign(4, 4, segment: 1, bytes: 10);
        runs.Assign(5, 6, segment: 2, bytes: 20);

        Assert.Equal([new EntryRuns.Run(1, 4, 1, 40), new EntryRuns.Run(5, 6, 2, 20)], runs.All);
        Assert.Equal(1UL, runs.OldestSegment);
    }

    [Fact]
    public void Without_entries_no_segment_is_needed()
    {
        var runs = new EntryRuns();
        runs.Assign(1, 3, segment: 1, bytes: 30);
        runs.RemoveThrough(3);

        Assert.Empty(runs.All);
        Assert.Equal(ulong.MaxValue, runs.OldestSegment);
    }

    [Fact]
    public void Entries_written_anew_leave_the_rest_where_it_was()
    {
        var runs = new EntryRuns();
        runs.Assign(1, 10, segment: 1, bytes: 100);
        runs.Assign(4, 6, segment: 5, bytes: 33);

        Assert.Equal(
            [new EntryRuns.Run(1, 3, 1, 30), new EntryRuns.Run(4, 6, 5, 33), new EntryRuns.Run(7, 10, 1, 40)],
            runs.All);
    }

    [Fact]
    public void Any_sequence_of_changes_keeps_every_entry_in_its_newest_segment()
    {
        var seed = Random.Shared.Next();
        var chance = new Random(seed);
        var runs = new EntryRuns();
        var model = new SortedDictionary<long, ulong>();
        var (first, next) = (1L, 1L);
        for (var step = 1; step <= 2000; step++)
        {
            var segment = (ulong)(step / 20);
            switch (chance.Next(8))
            {
                case 0:
                    var from = first + chance.Next((int)(next - first) + 1);
                    runs.RemoveFrom(from);
                    foreach (var index in model.Keys.Where(index => index >= from).ToArray()) model.Remove(index);
                    next = from;
                    break;
                case 1:
                    var through = first - 1 + chance.Next((int)(next - first) + 1);
                    runs.RemoveThrough(through);
                    foreach (var index in model.Keys.Where(index => index <= through).ToArray()) model.Remove(index);
                    first = through + 1;
                    break;
                default:
                    var start = chance.Next(4) == 0 ? first + chance.Next((int)(next - first) + 1) : next;
                    var last = start + chance.Next(6);
                    runs.Assign(start, last, segment, 10 * (last - start + 1));
                    for (var index = start; index <= last; index++) model[index] = segment;
                    next = Math.Max(next, last + 1);
                    break;
            }

            var places = runs.All.SelectMany(run => Enumerable.Range(0, (int)(run.Last - run.First) + 1)
                .Select(i => KeyValuePair.Create(run.First + i, run.Segment)));
            Assert.True(model.SequenceEqual(places), $"seed {seed}, step {step}");
        }
    }
}
