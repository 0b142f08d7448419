namespace Runink.Raft.Tests;

public sealed class DoubledPromiseTests
{
    private const string Append = "2->1 t1 AppendRequest prev=0@0 commit=0 [1@1 noop]";

    [Fact]
    public void A_doubled_message_makes_no_second_promise_behind_the_same_write()
    {
        var node = new Bench();
        for (var i = 0; i < 100; i++) node.Hears(Append);
        Assert.Equal(1, node.Node.Load.PendingPromises);
        node.Writes().Says("send 1->2 t1 AppendAccepted match=1");
    }

    [Fact]
    public void A_promise_that_was_kept_is_made_again_when_it_is_asked_for_again() =>
        new Bench().Hears(Append).Writes().Hears(Append).Says("send 1->2 t1 AppendAccepted match=1");
}
