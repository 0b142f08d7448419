using Runink.Cli.Output;

namespace Runink.Cli.Commands.Kv;

/// <summary><c>runi kv</c>: keys and values of a cluster.</summary>
internal sealed class KvCommand : CliCommand
{
    /// <summary>The command.</summary>
    public KvCommand(Terminal terminal) : base("kv", "Read, write and watch the keys of a Barn or an etcd.", "Serve")
    {
        Add(new KvGetCommand(terminal));
        Add(new KvPutCommand(terminal));
        Add(new KvDelCommand(terminal));
        Add(new KvWatchCommand(terminal));
        Add(new KvTxnCommand(terminal));
        Add(new KvCompactCommand(terminal));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Example> Examples =>
    [
        new("runi kv put app/colour blue", "Write a key."),
        new("runi kv get app/ --prefix", "Read all keys that begin alike."),
        new("runi kv watch app/ --prefix", "Follow what changes."),
    ];
}
