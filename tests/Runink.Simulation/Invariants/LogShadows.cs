using Runink.Raft;

namespace Runink.Simulation;

/// <summary>
/// Two pictures of the log of every node: as its effects have told it so far, and as its disk holds it. The core may be ahead of
/// the first while the host has not taken its effects; what effects say is checked against this picture, so that nothing depends on
/// when they are taken.
/// </summary>
public sealed class LogShadows
{
    private readonly (LogShadow Told, LogShadow OnDisk)?[] _shadows = new (LogShadow, LogShadow)?[SimulatedCluster.MaxAddresses];

    public LogShadow Told(NodeId id) => _shadows[(int)id.Value]!.Value.Told;

    public LogShadow OnDisk(NodeId id) => _shadows[(int)id.Value]!.Value.OnDisk;

    /// <summary>A node begins a life: it knows what its disk holds.</summary>
    public void Restart(IObservedNode node)
    {
        ref var shadows = ref _shadows[(int)node.Id.Value];
        if (shadows is null)
        {
            shadows = (new LogShadow(), new LogShadow());
            shadows.Value.OnDisk.Reset(node.Durable.Log.Base);
        }

        shadows.Value.Told.CopyFrom(shadows.Value.OnDisk);
    }
}
