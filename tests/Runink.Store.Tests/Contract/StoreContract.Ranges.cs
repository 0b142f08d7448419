namespace Runink.Store.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task An_empty_store_stands_at_revision_1_and_holds_nothing()
    {
        var response = await Store.RangeAsync(new RangeRequest(KeyRange.All), Cancel);
        Assert.Equal(1, response.Revision);
        Assert.Empty(response.Items);
        Assert.Equal(0, response.Count);
        Assert.False(response.More);
    }

    [Fact]
    public async Task An_entry_tells_when_it_was_made_and_how_often_written()
    {
        await PutAsync("other", "x");
        var created = await PutAsync("k", "one");
        var modified = await PutAsync("k", "two");
        var entry = await Store.GetAsync("k", Cancel);
        Assert.NotNull(entry);
        Assert.Equal("two", Text(entry.Value));
        Assert.Equal((created, modified, 2L, 0L), (entry.CreateRevision, entry.ModRevision, entry.Version, entry.Lease));
        Assert.Equal((3L, 4L), (created, modified));
    }

    [Fact]
    public async Task A_key_that_was_deleted_and_made_again_counts_from_one()
    {
        await PutAsync("k", "one");
        Assert.True(await Store.DeleteAsync("k", Cancel));
        Assert.Null(await Store.GetAsync("k", Cancel));
        var revision = await PutAsync("k", "two");
        var entry = await Store.GetAsync("k", Cancel);
        Assert.Equal((revision, 1L), (entry!.CreateRevision, entry.Version));
    }

    [Fact]
    public async Task A_prefix_finds_its_keys_in_order_and_no_others()
    {
        foreach (var key in new[] { "b/2", "a/1", "b/10", "b", "b/1", "c/1", "b0" }) await PutAsync(key, "v");
        Assert.Equal("b/1=v b/10=v b/2=v", await ListAsync("b/"));
        Assert.Equal("a/1=v b=v b/1=v b/10=v b/2=v b0=v c/1=v", await ListAsync(""));
        Assert.Equal("", await ListAsync("d"));
    }

    [Fact]
    public async Task Keys_are_ordered_by_their_bytes_and_prefixes_of_high_bytes_work()
    {
        StoreKey high = new(new byte[] { 0xff, 0xff });
        StoreKey higher = new(new byte[] { 0xff, 0xff, 0x01 });
        await Store.PutAsync(higher, Bytes("2"), 0, Cancel);
        await Store.PutAsync(high, Bytes("1"), 0, Cancel);
        await PutAsync("a", "0");
        var found = await Store.ListAsync(high, Cancel);
        Assert.Equal([high, higher], found.Items.Select(item => item.Key));
        Assert.Equal(3, (await Store.ListAsync("", Cancel)).Count);
    }

    [Fact]
    public async Task A_limit_cuts_off_and_says_so()
    {
        for (var i = 0; i < 5; i++) await PutAsync($"k{i}", "v");
        var response = await Store.RangeAsync(new RangeRequest(KeyRange.Prefix("k"), Limit: 2), Cancel);
        Assert.Equal("k0=v k1=v", Show(response.Items));
        Assert.Equal(5, response.Count);
        Assert.True(response.More);
        var rest = await Store.RangeAsync(new RangeRequest(new KeyRange("k2", "k9"), Limit: 3), Cancel);
        Assert.Equal("k2=v k3=v k4=v", Show(rest.Items));
        Assert.False(rest.More);
    }

    [Fact]
    public async Task The_past_can_be_read_until_it_is_compacted()
    {
        var first = await PutAsync("k", "one");
        var second = await PutAsync("k", "two");
        await Store.DeleteAsync("k", Cancel);
        await PutAsync("l", "three");
        Assert.Equal("k=one", Show((await ReadAtAsync(first)).Items));
        var past = await ReadAtAsync(second);
        Assert.Equal("k=two", Show(past.Items));
        Assert.Equal(5, past.Revision);
        Assert.Empty((await ReadAtAsync(4)).Items);
        Assert.Equal("l=three", Show((await ReadAtAsync(5)).Items));
        Assert.Empty((await ReadAtAsync(1)).Items);
    }

    [Fact]
    public async Task The_future_cannot_be_read()
    {
        await PutAsync("k", "one");
        var error = await Assert.ThrowsAsync<StoreRequestException>(async () => await ReadAtAsync(3));
        Assert.Contains("revision 3 has not happened", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_its_writer_changes_afterwards_stays_as_it_was_put()
    {
        var value = "one"u8.ToArray();
        await Store.PutAsync("k", value, 0, Cancel);
        value[0] = (byte)'X';
        Assert.Equal("k=one", await ListAsync("k"));
    }

    private ValueTask<RangeResponse> ReadAtAsync(long revision) =>
        Store.RangeAsync(new RangeRequest(KeyRange.All, 0, revision), Cancel);
}
