using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Runink.Rpc;

/// <summary>A connection in other hands: disposing of it gives it back to whom it belongs.</summary>
internal sealed class HandedOverConnection(ConnectionContext owner) : ConnectionContext
{
    private readonly TaskCompletionSource _served = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the connection was served.</summary>
    public Task Served => _served.Task;

    public override string ConnectionId { get; set; } = owner.ConnectionId;

    /// <summary>Of its own above the owner's, which are not to be changed.</summary>
    public override IFeatureCollection Features { get; } = new FeatureCollection(owner.Features);

    public override IDictionary<object, object?> Items { get; set; } = owner.Items;

    public override IDuplexPipe Transport { get; set; } = owner.Transport;

    public override CancellationToken ConnectionClosed { get; set; } = owner.ConnectionClosed;

    public override EndPoint? LocalEndPoint { get; set; } = owner.LocalEndPoint;

    public override EndPoint? RemoteEndPoint { get; set; } = owner.RemoteEndPoint;

    public override void Abort(ConnectionAbortedException abortReason) => owner.Abort(abortReason);

    public override ValueTask DisposeAsync()
    {
        _served.TrySetResult();
        return base.DisposeAsync();
    }
}
