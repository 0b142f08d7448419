namespace Runink.Barn.Tests.Kv;

/// <summary>A machine and the short words in which tests speak to it.</summary>
public sealed class Bench
{
    public KvMachine Machine { get; set; } = new();

    public KvView View => Machine.Publish();

    public string? User { get; set; }

    /// <summary>Applies a command as it comes out of the log: keys and values are slices of what a node keeps.</summary>
    public KvResult Apply(KvCommand command)
    {
        var envelope = new KvEnvelope(0, 0, 0, command, User, User is null ? 0 : Machine.Publish().Auth.Revision);
        return Machine.Apply(Machine.AppliedIndex.Next, KvCommandCodec.Decode(EntryBuffer.Encode(envelope, NodeCore.System)));
    }

    public T Apply<T>(KvCommand command)
        where T : KvResult => Assert.IsType<T>(Apply(command));

    public KvError? Error(KvCommand command) => Apply(command).Error;

    public long Put(string key, string value, long lease = 0) =>
        Apply<PutResult>(new PutCommand(Text.B(key), Text.B(value), lease)).Revision;

    public DeleteRangeResult Delete(string key, string end = "", bool prevKv = false) =>
        Apply<DeleteRangeResult>(new DeleteRangeCommand(Text.B(key), Text.B(end), prevKv));

    public TxnResult Txn(KvCompare[] compares, KvOperation[] success, params KvOperation[] failure) =>
        Apply<TxnResult>(new TxnCommand(compares, success, failure));

    public RangeResult Range(string key, string end = "", long revision = 0) =>
        View.Range(new(Text.B(key), Text.B(end)) { Revision = revision });

    public string Values(string key, string end = "", long revision = 0) =>
        string.Join(' ', Range(key, end, revision).Pairs.Select(pair => $"{Text.S(pair.Key)}={Text.S(pair.Value)}"));

    public void SweepAll()
    {
        for (var i = 0; i < 1_000_000 && Machine.Sweep(100); i++) { }
    }
}
