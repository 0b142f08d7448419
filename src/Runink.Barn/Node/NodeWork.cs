namespace Runink.Barn;

/// <summary>Something for the owner of a node to do, on its thread.</summary>
internal abstract class NodeWork
{
    public abstract void Run();
}
