namespace Runink.Simulation;

/// <summary>Something that events happen to: a disk, a network, a node of any kind of cluster, a fault.</summary>
public interface IEventTarget
{
    /// <summary>The event happens now.</summary>
    /// <returns>Whether it counts as a step: false when it came too late to mean anything.</returns>
    bool Handle(in ScheduledEvent happening);
}
