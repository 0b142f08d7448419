namespace Runink.Barn;

/// <summary>Something for the owner of a node to do, on its thread.</summary>
internal abstract class NodeWork
{
    /// <summary>Whether it need not wake the loop while the node holds such work back.</summary>
    public virtual bool MayWait => false;

    public abstract void Run();
}
