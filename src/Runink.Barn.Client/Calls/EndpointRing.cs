using Runink.Rpc;

namespace Runink.Barn.Client;

/// <summary>The endpoints of a cluster, of which one is used until it fails. Thread-safe.</summary>
internal sealed class EndpointRing : IDisposable
{
    private readonly RpcChannel[] _channels;
    private int _current;

    public EndpointRing(BarnStoreOptions options)
    {
        if (options.Endpoints.Count == 0) throw new ArgumentException("a cluster has at least one endpoint", nameof(options));
        _channels = [.. options.Endpoints.Select(address => new RpcChannel(new RpcChannelOptions
        {
            Address = address,
            Tls = options.Tls,
            MaxReceiveBytes = options.MaxAnswerBytes,
            ConnectTimeout = options.CallTimeout / 2,
        }))];
    }

    public int Count => _channels.Length;

    public IReadOnlyList<RpcChannel> Channels => _channels;

    public RpcChannel Current => _channels[Volatile.Read(ref _current)];

    /// <summary>Goes on to the next endpoint, unless somebody has left this one already.</summary>
    public void Leave(RpcChannel failed)
    {
        var index = Array.IndexOf(_channels, failed);
        Interlocked.CompareExchange(ref _current, (index + 1) % _channels.Length, index);
    }

    public void Dispose()
    {
        foreach (var channel in _channels) channel.Dispose();
    }

    public override string ToString() => string.Join(", ", _channels.Select(channel => channel.Options.Address));
}
