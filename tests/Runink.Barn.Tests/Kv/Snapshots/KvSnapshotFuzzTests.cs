using static Runink.Barn.Tests.Kv.Text;

namespace Runink.Barn.Tests.Kv.Snapshots;

/// <summary>The reader of the state in a snapshot, given contents that were spoiled in any way.</summary>
public sealed class KvSnapshotFuzzTests
{
    private static readonly KvView View = Fill();
    private static readonly byte[] Corpus = Write(View);
    private static readonly UInt128 Hash = View.StateHash();

    [Fact]
    public void A_spoiled_state_is_refused_unless_it_is_the_same_state()
    {
        Fuzzing.Run(chance =>
        {
            var spoiled = Fuzzing.Spoil(Corpus, chance);
            try
            {
                var read = KvMachine.Restore(new MemoryStream(spoiled)).View;
                Assert.True(read.StateHash() == Hash && read.AppliedIndex == View.AppliedIndex, Convert.ToHexString(spoiled));
            }
            catch (Exception refused) when (refused is KvFormatException or EndOfStreamException)
            {
                // As it should be.
            }
        });
    }

    private static byte[] Write(KvView view)
    {
        using var stream = new MemoryStream();
        KvSnapshot.Write(view, stream);
        return stream.ToArray();
    }

    private static KvView Fill()
    {
        var kv = new Bench();
        foreach (var command in AuthScenario.Commands[..^1]) kv.Apply(command);
        kv.Apply(new LeaseGrantCommand(7, 60));
        kv.Put("a", "1", 7);
        kv.Put("b", "1");
        kv.Txn([], [new PutCommand(B("c"), B("1")), new PutCommand(B("d"), B(""))]);
        kv.Apply(new CompactCommand(4));
        kv.Delete("b");
        kv.Put("a", "2", 7);
        kv.Apply(new AlarmCommand(KvAlarmAction.Raise, 1, KvAlarm.Corrupt));
        return kv.View;
    }
}
