namespace Runink.Simulation;

/// <summary>What a network delivers to.</summary>
public interface INetworkEndpoint
{
    /// <summary>A message arrives.</summary>
    /// <returns>Whether anyone took it: false when the machine is down.</returns>
    bool Deliver(int from, object message);
}
